/** Arranges a thread for reading: days, and runs of messages by one author close in time. */
import type { ThreadItem } from "../api/types";
import { dayKey } from "../i18n/times";

export interface Entry {
  item: ThreadItem;
  /** The first of a run by the same author: shows the name. */
  startsRun: boolean;
  /** The last of it: shows time and status. */
  endsRun: boolean;
}

export interface Day {
  key: string;
  at: Date;
  entries: Entry[];
}

const RUN_GAP = 5 * 60_000;

/** From the server's newest-first pages to days, oldest first. */
export function groupThread(newestFirst: readonly ThreadItem[]): Day[] {
  const items = [...newestFirst].reverse();
  const days: Day[] = [];
  items.forEach((item, index) => {
    const at = new Date(item.at);
    const key = dayKey(at);
    if (days.at(-1)?.key !== key) days.push({ key, at, entries: [] });
    const before = items[index - 1];
    const after = items[index + 1];
    days.at(-1)?.entries.push({
      item,
      startsRun: !before || !isOneRun(before, item),
      endsRun: !after || !isOneRun(item, after),
    });
  });
  return days;
}

function isOneRun(earlier: ThreadItem, later: ThreadItem): boolean {
  const from = new Date(earlier.at);
  const to = new Date(later.at);
  return (
    voice(earlier) === voice(later) && to.getTime() - from.getTime() < RUN_GAP && dayKey(from) === dayKey(to)
  );
}

function voice(item: ThreadItem): string {
  if (item.type === "message") return `${item.direction} ${item.author} ${item.author_id ?? ""}`;
  if (item.type === "comment") return `comment ${item.author_id ?? ""}`;
  return "event";
}
