/** The switch that says whether new conversations may come to me. */
import { i18n } from "@lingui/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { keys, sessionQuery } from "../api/reads";
import type { Presence, User } from "../api/types";
import { setPresence } from "../api/writes";
import { Menu, MenuChoice } from "../components/Menu";
import { complain } from "../components/toasts";
import { PresenceMark } from "./PresenceMark";
import { presenceName } from "./presenceName";

const CHOICES: readonly Presence[] = ["online", "busy", "break", "offline"];

export function PresenceMenu({ user }: { user: User }) {
  const client = useQueryClient();
  const change = useMutation({
    mutationFn: (presence: Presence) => setPresence(user.id, presence),
    onSuccess: (_, presence) => {
      client.setQueryData(sessionQuery.queryKey, (old) => old && { ...old, user: { ...old.user, presence } });
      void client.invalidateQueries({ queryKey: keys.session });
      void client.invalidateQueries({ queryKey: ["reference", "users"] });
    },
    onError: (error) => complain(i18n._("Your presence was not changed"), error.message),
  });
  const name = presenceName(user.presence);
  return (
    <Menu
      side="right"
      align="end"
      trigger={
        <button
          type="button"
          aria-label={i18n._("Presence: {name}", { name })}
          className="touch flex w-13 flex-col items-center gap-0.5 rounded-card py-1.5 text-meta text-ink-2 hover:bg-hover hover:text-ink"
        >
          <PresenceMark presence={user.presence} />
          <span className="max-w-full truncate">{name}</span>
        </button>
      }
    >
      <MenuChoice
        title={i18n._("Presence")}
        value={user.presence}
        options={CHOICES.map((value) => ({
          value,
          label: presenceName(value),
          mark: <PresenceMark presence={value} />,
        }))}
        onChoose={(presence) => change.mutate(presence)}
      />
    </Menu>
  );
}
