/** Who one is talking to, who holds it, and the three things one does with it: assign, snooze, close. */
import { i18n } from "@lingui/core";
import { useQuery } from "@tanstack/react-query";
import { channelsQuery, sessionQuery } from "../api/reads";
import type { Conversation } from "../api/types";
import { Avatar } from "../components/Avatar";
import { Button, IconButton } from "../components/Button";
import { Icon } from "../components/icons";
import { comingTime } from "../i18n/times";
import { useCommand } from "../keyboard/commands";
import { AssignPopover } from "./AssignPopover";
import { ClosePopover } from "./ClosePopover";
import { channelIcon } from "./channelIcon";
import { neighbour } from "./order";
import { SnoozeMenu } from "./SnoozeMenu";
import { useActions } from "./useActions";
import type { useInbox } from "./useInbox";
import { useListIds } from "./useListIds";
import { useMinute } from "./useMinute";

interface HeaderProps {
  conversation: Conversation;
  inbox: ReturnType<typeof useInbox>;
  narrow: boolean;
  drawerShown: boolean;
  onToggleDrawer: () => void;
}

export function ThreadHeader({ conversation, inbox, narrow, drawerShown, onToggleDrawer }: HeaderProps) {
  const actions = useActions(conversation);
  const { data: session } = useQuery(sessionQuery);
  const idsOf = useListIds(inbox.view);
  const isOpen = conversation.status !== "closed";
  const isMine = conversation.assignee_id === session?.user.id;

  /** After a conversation has left the list one stands on its neighbour, or back at the list on a phone. */
  const moveOn = () => inbox.select(narrow ? undefined : neighbour(idsOf(), conversation.id));
  const leaveWith = async (work: Promise<boolean>) => {
    const next = narrow ? undefined : neighbour(idsOf(), conversation.id);
    if (!(await work)) return;
    inbox.select(next);
    // What had the focus is gone; the keys go on from the list.
    document.getElementById("conversation-list")?.focus({ preventScroll: true });
  };
  useCommand(
    "assignToMe",
    () => void actions.assign(session?.user.id ?? null, i18n._("Assigned to you")),
    isOpen && !isMine,
  );

  return (
    <header className="flex min-h-12 shrink-0 items-center gap-1.5 border-b border-line px-2 py-1.5 md:ps-4">
      {narrow && (
        <IconButton icon="back" label={i18n._("Back to the list")} onClick={() => inbox.select(undefined)} />
      )}
      <span className="max-md:hidden">
        <Avatar name={conversation.contact.display_name} />
      </span>
      <div className="mx-1 min-w-0 flex-1">
        <h2 className="truncate text-read font-semibold">{conversation.contact.display_name}</h2>
        <StatusLine conversation={conversation} />
      </div>
      {isOpen && conversation.handler === "bot" && (
        <Button look="primary" onClick={() => void actions.takeOver()}>
          <Icon name="bot" size={14} />
          {i18n._("Take over")}
        </Button>
      )}
      {isOpen ? (
        <>
          <AssignPopover conversation={conversation} actions={actions} narrow={narrow} />
          <SnoozeMenu
            conversation={conversation}
            onSnooze={(until) => void leaveWith(actions.snooze(until))}
            onWake={() => void actions.wake()}
          />
          <ClosePopover onClose={(note) => void leaveWith(actions.close(note))} narrow={narrow} />
        </>
      ) : (
        <Button onClick={() => void actions.reopen().then((id) => (id ? inbox.select(id) : moveOn()))}>
          <Icon name="reopen" size={14} />
          {i18n._("Reopen")}
        </Button>
      )}
      <IconButton
        icon="panel"
        label={i18n._("Contact")}
        shortcut="]"
        aria-pressed={drawerShown}
        onClick={onToggleDrawer}
      />
    </header>
  );
}

function StatusLine({ conversation }: { conversation: Conversation }) {
  const { data: channels } = useQuery(channelsQuery);
  const now = useMinute();
  const channel = channels?.find((candidate) => candidate.id === conversation.channel_id);
  const status = {
    open: i18n._("Open"),
    closed: i18n._("Closed"),
    snoozed: i18n._("Snoozed until {time}", {
      time: conversation.snoozed_until ? comingTime(new Date(conversation.snoozed_until), now) : "",
    }),
  }[conversation.status];
  return (
    <p className="flex items-center gap-1.5 truncate text-label text-ink-2">
      {conversation.status !== "open" && (
        <Icon name={conversation.status === "closed" ? "closed" : "clock"} size={12} className="shrink-0" />
      )}
      <span className="shrink-0">{status}</span>
      {channel && (
        <>
          <span aria-hidden="true">·</span>
          <Icon name={channelIcon(channel.kind)} size={12} className="shrink-0" />
          <span className="truncate">{channel.name}</span>
        </>
      )}
      {conversation.waiting && (
        <>
          <span aria-hidden="true">·</span>
          <span className="truncate">
            {conversation.waiting.position
              ? i18n._("waiting for an agent, place {n}", { n: conversation.waiting.position })
              : i18n._("waiting for an agent")}
          </span>
        </>
      )}
    </p>
  );
}
