/** Oneself: look, sound, language, keys, and the way out. */
import { i18n } from "@lingui/core";
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { rememberCsrf } from "../api/client";
import type { Session } from "../api/types";
import { signOut } from "../api/writes";
import { Avatar } from "../components/Avatar";
import { Menu, MenuChoice, MenuItem, MenuLine } from "../components/Menu";
import { complain } from "../components/toasts";
import { LOCALES, type Locale } from "../i18n/i18n";
import { dropAllDrafts } from "../inbox/drafts";
import { setPreferences, usePreferences } from "../preferences/preferences";

interface ProfileProps {
  session: Session;
  onOpen: (overlay: "palette" | "sheet") => void;
}

export function ProfileMenu({ session, onOpen }: ProfileProps) {
  const preferences = usePreferences();
  const client = useQueryClient();
  const navigate = useNavigate();
  const leave = async () => {
    try {
      await signOut();
    } catch (error) {
      complain(i18n._("You are still signed in"), error instanceof Error ? error.message : undefined);
      return;
    }
    dropAllDrafts(localStorage);
    rememberCsrf("");
    await navigate({ to: "/sign-in", search: {} });
    client.clear();
  };
  const changeLocale = (locale: Locale) => {
    setPreferences({ locale });
    // Dates, numbers and words are spread over every screen: starting anew is the honest way to change them all.
    location.reload();
  };
  return (
    <Menu
      side="right"
      align="end"
      trigger={
        <button
          type="button"
          className="touch flex size-10 items-center justify-center rounded-card hover:bg-hover"
        >
          <Avatar name={session.user.name} />
          <span className="sr-only">
            {i18n._("Profile and settings: {name}", { name: session.user.name })}
          </span>
        </button>
      }
    >
      <div className="px-2 pt-1 pb-2">
        <p className="font-medium">{session.user.name}</p>
        <p className="text-label text-ink-2">
          {session.user.email} · {session.workspace.name}
        </p>
      </div>
      <MenuLine />
      <MenuChoice
        title={i18n._("Theme")}
        value={preferences.theme}
        options={[
          { value: "system", label: i18n._("System") },
          { value: "light", label: i18n._("Light") },
          { value: "dark", label: i18n._("Dark") },
          { value: "contrast", label: i18n._("High contrast") },
        ]}
        onChoose={(theme) => setPreferences({ theme })}
      />
      <MenuLine />
      <MenuChoice
        title={i18n._("Density")}
        value={preferences.density}
        options={[
          { value: "comfortable", label: i18n._("Comfortable") },
          { value: "compact", label: i18n._("Compact") },
        ]}
        onChoose={(density) => setPreferences({ density })}
      />
      <MenuLine />
      <MenuChoice
        title={i18n._("Language")}
        value={i18n.locale as Locale}
        options={LOCALES.map(({ id, name }) => ({ value: id, label: name }))}
        onChoose={changeLocale}
      />
      <MenuLine />
      <MenuItem
        icon={preferences.sound ? "bell" : "bellOff"}
        hint={preferences.sound ? i18n._("on") : i18n._("off")}
        onSelect={() => setPreferences({ sound: !preferences.sound })}
      >
        {i18n._("Sound for new messages")}
      </MenuItem>
      <MenuItem
        icon="keyboard"
        hint={preferences.shortcuts ? i18n._("on") : i18n._("off")}
        onSelect={() => setPreferences({ shortcuts: !preferences.shortcuts })}
      >
        {i18n._("Single-key shortcuts")}
      </MenuItem>
      <MenuItem icon="help" shortcut="?" onSelect={() => onOpen("sheet")}>
        {i18n._("Keyboard shortcuts")}
      </MenuItem>
      <MenuLine />
      <MenuItem icon="signOut" onSelect={() => void leave()}>
        {i18n._("Sign out")}
      </MenuItem>
    </Menu>
  );
}
