/** Who holds the conversation, and a searchable list to change it. */
import { i18n } from "@lingui/core";
import { useQuery } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { sessionQuery, teamsQuery, usersQuery } from "../api/reads";
import type { Conversation, User } from "../api/types";
import { Avatar } from "../components/Avatar";
import { Button } from "../components/Button";
import { Icon } from "../components/icons";
import { type Choice, Picker } from "../components/Picker";
import { Popover } from "../components/Popover";
import { useCommand } from "../keyboard/commands";
import { PresenceMark } from "../shell/PresenceMark";
import { presenceName } from "../shell/presenceName";
import type { useActions } from "./useActions";

interface AssignProps {
  conversation: Conversation;
  actions: ReturnType<typeof useActions>;
  narrow: boolean;
}

export function AssignPopover({ conversation, actions, narrow }: AssignProps) {
  const [open, setOpen] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const { data: session } = useQuery(sessionQuery);
  const { data: users = [] } = useQuery(usersQuery);
  const { data: teams = [] } = useQuery(teamsQuery);
  useCommand("assign", () => setOpen(true));

  const me = session?.user;
  const holder = users.find((user) => user.id === conversation.assignee_id);
  const team = teams.find((candidate) => candidate.id === conversation.team_id);
  const active = users.filter((user) => user.deactivated_at === null && user.id !== me?.id);
  const choices: Choice[] = [
    ...(me ? [{ ...userChoice(me, conversation), label: i18n._("Me ({name})", { name: me.name }) }] : []),
    ...(conversation.assignee_id
      ? [
          {
            id: "nobody",
            label: i18n._("Nobody (unassign)"),
            mark: <Icon name="unassigned" className="text-ink-2" />,
          },
        ]
      : []),
    ...active.map((user) => ({ ...userChoice(user, conversation), group: i18n._("Users") })),
    ...teams.map((candidate) => ({
      id: `team:${candidate.id}`,
      label: candidate.name,
      group: i18n._("Teams"),
      mark: <Icon name="team" className="text-ink-2" />,
      isCurrent: candidate.id === conversation.team_id,
    })),
  ];
  const pick = (id: string) => {
    setOpen(false);
    const [kind, key] = id.split(":");
    const name = choices.find((choice) => choice.id === id)?.label ?? "";
    if (kind === "team" && key)
      return void actions.giveToTeam(key, i18n._("Given to the team {team}", { team: name }));
    if (key) return void actions.assign(key, i18n._("Assigned to {name}", { name }));
    return void actions.assign(null, i18n._("Unassigned"));
  };
  const holderName =
    holder?.name ?? (conversation.handler === "bot" ? i18n._("Workflow") : i18n._("Unassigned"));

  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      label={i18n._("Assign")}
      initialFocus={field}
      className="w-72"
      trigger={
        <Button look="quiet">
          <span className="sr-only">{i18n._("Assignee:")}</span>
          {holder ? <Avatar name={holder.name} size="sm" /> : <Icon name="unassigned" size={14} />}
          <span className={narrow ? "sr-only" : "max-w-40 truncate"}>
            {holderName}
            {team && <span className="font-normal max-xl:hidden"> · {team.name}</span>}
          </span>
          <Icon name="down" size={12} />
        </Button>
      }
    >
      <Picker label={i18n._("Assign to…")} choices={choices} onPick={pick} inputRef={field} />
    </Popover>
  );
}

function userChoice(user: User, conversation: Conversation): Choice {
  const load = user.capacity === null ? `${user.open_count}` : `${user.open_count}/${user.capacity}`;
  return {
    id: `user:${user.id}`,
    label: user.name,
    mark: <Avatar name={user.name} size="sm" />,
    isCurrent: user.id === conversation.assignee_id,
    hint: (
      <span className="inline-flex items-center gap-1.5">
        <PresenceMark presence={user.presence} />
        {presenceName(user.presence)} · {load}
      </span>
    ),
  };
}
