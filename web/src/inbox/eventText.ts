/** Events in words. The server's own text stands in for kinds that this screen does not know. */
import { i18n } from "@lingui/core";
import type { EventItem } from "../api/types";

interface Names {
  user: (id: unknown) => string | undefined;
  team: (id: unknown) => string | undefined;
  tag: (id: unknown) => string | undefined;
}

type Teller = (item: EventItem, names: Names) => string;

const TELLERS: Record<string, Teller> = {
  ConversationOpened: (item) => i18n._("Opened by {who}", { who: actorName(item) }),
  ConversationReopened: (item) => i18n._("Closing undone by {who}", { who: actorName(item) }),
  ConversationClosed: (item) => i18n._("Closed by {who}", { who: actorName(item) }) + noteText(item),
  ConversationAssigned: assignedText,
  ConversationTeamChanged: (item, names) => {
    const team = names.team(item.body["team_id"]);
    return team ? i18n._("Given to the team {team}", { team }) : i18n._("Taken from its team");
  },
  ConversationWaiting: () => i18n._("Waiting for an agent"),
  ConversationLeftQueue: () => i18n._("Left the queue"),
  ConversationSnoozed: (item) => i18n._("Snoozed by {who}", { who: actorName(item) }),
  ConversationUnsnoozed: () => i18n._("Back from snooze"),
  RunStarted: (item) => workflowText(item, i18n._("Workflow started")),
  RunEnded: (item) => workflowText(item, i18n._("Workflow ended")) + reasonText(item),
  ContactTagged: (item, names) => i18n._("Tag added: {tag}", { tag: names.tag(item.body["tag_id"]) ?? "?" }),
  ContactUntagged: (item, names) =>
    i18n._("Tag removed: {tag}", { tag: names.tag(item.body["tag_id"]) ?? "?" }),
  ContactFieldChanged: fieldText,
  ConversationFieldChanged: fieldText,
};

export function eventText(item: EventItem, names: Names): string {
  const teller = TELLERS[item.kind];
  return teller ? teller(item, names) : item.text || item.kind.replace(/(?<=[a-z])(?=[A-Z])/gu, " ");
}

function actorName(item: EventItem): string {
  const words: Record<string, string> = {
    contact: i18n._("the contact"),
    user: i18n._("a user"),
    workflow: i18n._("a workflow"),
    api: i18n._("the API"),
    echo: i18n._("the phone app"),
    auto_close: i18n._("the auto-close rule"),
  };
  // For those without a name of their own the server's stand-in is English.
  if (item.actor.id && item.actor.name) return item.actor.name;
  return words[item.actor.kind] ?? i18n._("Parley");
}

function assignedText(item: EventItem, names: Names): string {
  const userId = item.body["user_id"];
  if (!userId) return i18n._("Unassigned by {who}", { who: actorName(item) });
  const name = names.user(userId) ?? i18n._("a user");
  if (userId === item.actor.id) return i18n._("{name} took it", { name });
  if (item.body["automatic"]) return i18n._("Assigned to {name} automatically", { name });
  return i18n._("Assigned to {name} by {who}", { name, who: actorName(item) });
}

function fieldText(item: EventItem): string {
  const value = item.body["new"];
  const shown = value === null || value === undefined || value === "" ? i18n._("empty") : String(value);
  return i18n._("{field} is now {value}", { field: String(item.body["slug"]), value: shown });
}

function noteText(item: EventItem): string {
  const note = item.body["note"];
  if (typeof note !== "object" || note === null || !("summary" in note)) return "";
  return note.summary ? `: ${String(note.summary)}` : "";
}

function workflowText(item: EventItem, verb: string): string {
  const name = /^Workflow (.+) (?:started|ended)/u.exec(item.text)?.[1];
  return name ? `${verb}: ${name}` : verb;
}

function reasonText(item: EventItem): string {
  const reason = item.body["reason"];
  const words: Record<string, string> = {
    conversation_closed: i18n._("the conversation was closed"),
    person_replied: i18n._("a person answered"),
    taken_over: i18n._("a person took over"),
    assigned_by_hand: i18n._("assigned by hand"),
    stopped: i18n._("stopped"),
    undelivered: i18n._("a message could not be delivered"),
    timed_out: i18n._("no answer in time"),
    invalid_answer: i18n._("no valid answer"),
    too_many_steps: i18n._("too many steps"),
    step_failed: i18n._("a step failed"),
    contact_blocked: i18n._("the contact is blocked"),
  };
  const text = typeof reason === "string" ? words[reason] : undefined;
  return text ? ` (${text})` : "";
}
