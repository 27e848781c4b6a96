/** The virtual listbox: only visible rows exist, the active one is named to assistive technology. */
import { i18n } from "@lingui/core";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useRef, useState } from "react";
import type { ConversationRow } from "../api/types";
import { cx } from "../components/classes";
import { useCommand } from "../keyboard/commands";
import { usePreferences } from "../preferences/preferences";
import { ListRow } from "./ListRow";
import { moved, nextWhere } from "./order";
import type { useInbox } from "./useInbox";
import { useStillOrder } from "./useStillOrder";

interface ListProps {
  rows: readonly ConversationRow[];
  hasMore: boolean;
  isFetching: boolean;
  onMore: () => void;
  inbox: ReturnType<typeof useInbox>;
}

const HEIGHTS = { comfortable: 64, compact: 48 } as const;

export function ConversationList({ rows: fresh, hasMore, isFetching, onMore, inbox }: ListProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const [hold, setHold] = useState({ pointer: false, focus: false, scrolled: false });
  const order = useStillOrder(fresh, hold.pointer || hold.focus || hold.scrolled);
  const { density } = usePreferences();
  const height = HEIGHTS[density];
  const virtual = useVirtualizer({
    count: order.rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => height,
    getItemKey: (index) => order.rows[index]?.id ?? index,
    overscan: 6,
  });
  const items = virtual.getVirtualItems();
  const lastShown = items.at(-1)?.index ?? 0;

  useEffect(() => virtual.measure(), [virtual]);
  useEffect(() => {
    if (hasMore && !isFetching && lastShown >= order.rows.length - 10) onMore();
  }, [hasMore, isFetching, lastShown, order.rows.length, onMore]);

  const go = (id: string | undefined) => {
    if (!id) return;
    inbox.select(id);
    virtual.scrollToIndex(order.ids.indexOf(id));
    scroller.current?.focus({ preventScroll: true });
  };
  const isUnread = (id: string) => (order.rows.find((row) => row.id === id)?.unread_count ?? 0) > 0;
  useCommand("next", () => go(moved(order.ids, inbox.selectedId, 1)));
  useCommand("previous", () => go(moved(order.ids, inbox.selectedId, -1)));
  useCommand("nextUnread", () => go(nextWhere(order.ids, inbox.selectedId, isUnread)));

  const selectedAt = inbox.selectedId ? order.ids.indexOf(inbox.selectedId) : -1;
  const isSelectedShown = items.some((item) => item.index === selectedAt);

  return (
    // The pill counts as the list: appearing under the pointer it must not set the rows moving.
    // biome-ignore lint/a11y/noStaticElementInteractions: it only watches where pointer and focus are
    <div
      className="relative min-h-0 flex-1"
      onPointerEnter={() => setHold((old) => ({ ...old, pointer: true }))}
      onPointerLeave={() => setHold((old) => ({ ...old, pointer: false }))}
      onFocus={() => setHold((old) => ({ ...old, focus: true }))}
      onBlur={() => setHold((old) => ({ ...old, focus: false }))}
    >
      {order.waiting > 0 && (
        <button
          type="button"
          onClick={() => {
            order.release();
            scroller.current?.scrollTo({ top: 0 });
          }}
          className="touch absolute start-1/2 top-2 z-10 h-7 -translate-x-1/2 rounded-full bg-accent px-3 text-label font-medium text-on-accent shadow-overlay rtl:translate-x-1/2"
        >
          {i18n._("{n, plural, one {# new} other {# new}}", { n: order.waiting })}
        </button>
      )}
      <div
        ref={scroller}
        id="conversation-list"
        role="listbox"
        tabIndex={0}
        aria-label={i18n._("Conversations")}
        aria-activedescendant={isSelectedShown ? `row-${inbox.selectedId}` : undefined}
        aria-busy={isFetching}
        className={cx("group h-full overflow-y-auto -outline-offset-2", isSelectedShown && "outline-none")}
        onScroll={(event) => {
          const scrolled = event.currentTarget.scrollTop > height / 2;
          setHold((old) => (old.scrolled === scrolled ? old : { ...old, scrolled }));
        }}
        onClick={(event) => {
          const row = (event.target as Element).closest('[role="option"]');
          if (row) inbox.select(row.id.slice("row-".length), true);
        }}
        onKeyDown={(event) => {
          const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
          const edge = { Home: order.ids[0], End: order.ids.at(-1) }[event.key];
          if (!step && !edge) return;
          event.preventDefault();
          go(step ? moved(order.ids, inbox.selectedId, step) : edge);
        }}
      >
        <div role="presentation" className="relative" style={{ blockSize: virtual.getTotalSize() }}>
          {items.map((item) => {
            const row = order.rows[item.index];
            return (
              row && (
                <ListRow
                  key={item.key}
                  row={row}
                  top={item.start}
                  position={item.index + 1}
                  total={hasMore ? -1 : order.rows.length}
                  view={inbox.view}
                  isSelected={row.id === inbox.selectedId}
                />
              )
            );
          })}
        </div>
      </div>
    </div>
  );
}
