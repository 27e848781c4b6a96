/** One conversation in the list: who, what was said last, and what it needs. */
import { i18n } from "@lingui/core";
import { useQuery } from "@tanstack/react-query";
import { memo } from "react";
import { channelsQuery, sessionQuery, usersQuery } from "../api/reads";
import type { ConversationRow } from "../api/types";
import { Avatar } from "../components/Avatar";
import { cx } from "../components/classes";
import { Icon } from "../components/icons";
import { comingTime, fullTime, shortAge } from "../i18n/times";
import { channelIcon } from "./channelIcon";
import { useMinute } from "./useMinute";

interface RowProps {
  row: ConversationRow;
  top: number;
  position: number;
  /** -1 while more pages may follow: the size of the set is not known. */
  total: number;
  view: string;
  isSelected: boolean;
}

export const ListRow = memo(ListRowView);

function ListRowView({ row, top, position, total, view, isSelected }: RowProps) {
  const now = useMinute();
  const { data: channels } = useQuery(channelsQuery);
  const unread = row.unread_count > 0;
  const kind = channels?.find((channel) => channel.id === row.channel_id)?.kind;
  const at = new Date(row.activity_at);
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: focus stays on the listbox, which handles keys and clicks
    <div
      id={`row-${row.id}`}
      role="option"
      aria-selected={isSelected}
      aria-posinset={position}
      aria-setsize={total}
      className={cx(
        "row-height absolute inset-x-0 top-0 flex items-center gap-3 border-b border-line/60 ps-3 pe-3",
        isSelected
          ? "bg-sel -outline-offset-2 outline-accent group-focus-visible:outline-2"
          : "hover:bg-hover",
      )}
      style={{ transform: `translateY(${top}px)` }}
    >
      {isSelected && <span aria-hidden="true" className="absolute inset-y-0 start-0 w-0.75 bg-accent" />}
      <span className="relative shrink-0">
        <Avatar name={row.contact.display_name} />
        {kind && (
          <span className="absolute -end-1 -bottom-1 flex size-4 items-center justify-center rounded-full border border-line bg-panel text-ink-2">
            <Icon name={channelIcon(kind)} size={10} />
          </span>
        )}
      </span>
      <span className="flex min-w-0 flex-1 flex-col">
        <span className="flex items-baseline gap-2">
          <span className={cx("min-w-0 flex-1 truncate", unread ? "font-semibold" : "font-medium")}>
            {row.contact.display_name}
          </span>
          <time
            dateTime={row.activity_at}
            title={fullTime(at)}
            className="numbers shrink-0 text-meta text-ink-2"
          >
            {shortAge(at, now)}
          </time>
        </span>
        <span className="flex items-center gap-2">
          <span className={cx("min-w-0 flex-1 truncate text-label", unread ? "text-ink" : "text-ink-2")}>
            {row.preview_outgoing && (
              <Icon
                name="send"
                size={12}
                aria-label={i18n._("Sent")}
                className="me-1 inline align-[-1px] text-ink-2"
              />
            )}
            {row.preview || i18n._("No messages yet")}
          </span>
          <Marks row={row} view={view} now={now} />
        </span>
      </span>
    </div>
  );
}

function Marks({ row, view, now }: { row: ConversationRow; view: string; now: Date }) {
  const { data: users } = useQuery(usersQuery);
  const { data: session } = useQuery(sessionQuery);
  const holder = users?.find((user) => user.id === row.assignee_id);
  return (
    <span className="flex shrink-0 items-center gap-1.5 text-meta text-ink-2">
      {row.status === "snoozed" && row.snoozed_until && (
        <span className="numbers inline-flex items-center gap-1">
          <Icon name="clock" size={12} aria-label={i18n._("Snoozed until")} />
          {comingTime(new Date(row.snoozed_until), now)}
        </span>
      )}
      {row.handler === "bot" && <Mark icon="bot" label={i18n._("A workflow is answering")} />}
      {row.waiting && <Mark icon="team" label={i18n._("Waiting for an agent")} />}
      {view !== "mine" && holder && holder.id !== session?.user.id && (
        <span title={i18n._("Assigned to {name}", { name: holder.name })}>
          <Avatar name={holder.name} size="sm" />
          <span className="sr-only">{i18n._("Assigned to {name}", { name: holder.name })}</span>
        </span>
      )}
      {row.unread_count > 0 && (
        <span className="numbers min-w-4.5 rounded-full bg-accent px-1.5 text-center font-semibold text-on-accent">
          {Math.min(row.unread_count, 99)}
          <span className="sr-only"> {i18n._("unread")}</span>
        </span>
      )}
    </span>
  );
}

function Mark({ icon, label }: { icon: "bot" | "team"; label: string }) {
  return (
    <span title={label}>
      <Icon name={icon} size={14} />
      <span className="sr-only">{label}</span>
    </span>
  );
}
