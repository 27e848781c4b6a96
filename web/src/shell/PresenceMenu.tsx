/** The switch that says whether new conversations may come to me. */
import { i18n } from "@lingui/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { keys, sessionQuery } from "../api/reads";
import type { Presence, User } from "../api/types";
import { setPresence } from "../api/writes";
import { Menu, MenuChoice } from "../components/Menu";
import { complain } from "../components/toasts";
import { PresenceMark } from "./PresenceMark";
import { presenceName } from "./presenceName";

const CHOICES: readonly Presence[] = ["online", "busy", "finishing", "break", "offline"];
const OF_BREAK = "break:";

/** A break with a reason is a choice of its own. */
function read(choice: string): { presence: Presence; reason: string | null } {
  if (choice.startsWith(OF_BREAK)) return { presence: "break", reason: choice.slice(OF_BREAK.length) };
  return { presence: choice as Presence, reason: null };
}

function listChoices(reasons: readonly string[]) {
  return CHOICES.flatMap((presence) => {
    const plain = makeChoice(presence, presence, presenceName(presence));
    if (presence !== "break") return [plain];
    const named = reasons.map((reason) =>
      makeChoice(OF_BREAK + reason, presence, i18n._("Break: {reason}", { reason })),
    );
    return [plain, ...named];
  });
}

function makeChoice(value: string, presence: Presence, label: string) {
  return { value, label, mark: <PresenceMark presence={presence} /> };
}

export function PresenceMenu({ user }: { user: User }) {
  const client = useQueryClient();
  const { data: session } = useQuery(sessionQuery);
  const change = useMutation({
    mutationFn: (choice: string) => setPresence(user.id, read(choice).presence, read(choice).reason),
    onSuccess: (changed) => {
      client.setQueryData(sessionQuery.queryKey, (old) => old && { ...old, user: changed });
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
        value={user.presence_reason ? OF_BREAK + user.presence_reason : user.presence}
        options={listChoices(session?.workspace.settings.break_reasons ?? [])}
        onChoose={(choice) => change.mutate(choice)}
      />
    </Menu>
  );
}
