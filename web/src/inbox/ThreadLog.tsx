/** The log: newest at the foot, older pages above on demand, nothing jumps while one reads. */
import { i18n } from "@lingui/core";
import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo, useRef } from "react";
import { threadQuery } from "../api/reads";
import type { Conversation } from "../api/types";
import { Failure, SkeletonThread } from "../components/states";
import { dayTitle, fullTime } from "../i18n/times";
import { useCommand } from "../keyboard/commands";
import { Comment } from "./Comment";
import { EventLine } from "./EventLine";
import { Message } from "./Message";
import { type Entry, groupThread } from "./threadGroups";
import { useMinute } from "./useMinute";
import { useSlow } from "./useSlow";

/** Above this many items the oldest pages are let go once the reader is back at the foot. */
const LOADED_AT_MOST = 600;

export function ThreadLog({ conversation }: { conversation: Conversation }) {
  const query = threadQuery(conversation.id);
  const thread = useInfiniteQuery(query);
  const client = useQueryClient();
  const scroller = useRef<HTMLDivElement>(null);
  const edge = useRef<HTMLDivElement>(null);
  const now = useMinute();
  const items = useMemo(() => thread.data?.pages.flatMap((page) => page.items) ?? [], [thread.data]);
  const days = useMemo(() => groupThread(items), [items]);
  const slow = useSlow(thread.isPending);
  useCommand("focusThread", () => scroller.current?.focus());

  const { hasNextPage, isFetchingNextPage, fetchNextPage } = thread;
  useEffect(() => {
    if (!edge.current || !hasNextPage) return;
    const watcher = new IntersectionObserver(
      ([entry]) => {
        if (entry?.isIntersecting && !isFetchingNextPage) void fetchNextPage();
      },
      { root: scroller.current, rootMargin: "600px 0px" },
    );
    watcher.observe(edge.current);
    return () => watcher.disconnect();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);

  const unloadOldPages = () => {
    const atFoot = Math.abs(scroller.current?.scrollTop ?? 0) < 200;
    if (!atFoot || items.length <= LOADED_AT_MOST) return;
    client.setQueryData(query.queryKey, (old) =>
      old ? { pages: old.pages.slice(0, 2), pageParams: old.pageParams.slice(0, 2) } : old,
    );
  };

  if (thread.isError && items.length === 0) {
    return (
      <div className="flex-1">
        <Failure
          title={i18n._("The messages could not be loaded")}
          reason={thread.error.message}
          onRetry={() => void thread.refetch()}
        />
      </div>
    );
  }
  if (slow) return <SkeletonThread />;

  return (
    // Reversed, so that the foot is the origin: new and older items alike leave the reader's place alone.
    <div
      ref={scroller}
      id="thread-log"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
      tabIndex={0}
      role="log"
      aria-live="polite"
      aria-relevant="additions"
      aria-label={i18n._("Messages with {name}", { name: conversation.contact.display_name })}
      onScroll={unloadOldPages}
      className="flex min-h-0 flex-1 flex-col-reverse overflow-x-hidden overflow-y-auto -outline-offset-2"
    >
      <div className="mx-auto flex w-full max-w-200 flex-col px-4 py-4 md:px-6">
        <div ref={edge} className="flex min-h-4 justify-center text-meta text-ink-2">
          {isFetchingNextPage && i18n._("Loading older messages…")}
          {!hasNextPage && items.length > 0 && i18n._("The beginning of this conversation")}
        </div>
        {days.map((day) => (
          <section key={day.key} className="day -mx-2 px-2" aria-label={dayTitle(day.at, now)}>
            <p
              className="my-4 flex items-center gap-3 text-meta font-medium text-ink-2"
              title={fullTime(day.at)}
            >
              <span className="h-px flex-1 bg-line" />
              {dayTitle(day.at, now)}
              <span className="h-px flex-1 bg-line" />
            </p>
            {day.entries.map((entry) => (
              <EntryView key={entry.item.id} entry={entry} conversation={conversation} />
            ))}
          </section>
        ))}
      </div>
    </div>
  );
}

function EntryView({ entry, conversation }: { entry: Entry; conversation: Conversation }) {
  const { item, startsRun, endsRun } = entry;
  if (item.type === "event") return <EventLine item={item} />;
  if (item.type === "comment") return <Comment item={item} startsRun={startsRun} />;
  return <Message item={item} startsRun={startsRun} endsRun={endsRun} conversation={conversation} />;
}
