/** How long one may still write freely on this channel. */
import { i18n } from "@lingui/core";
import type { Conversation } from "../api/types";
import { cx } from "../components/classes";
import { Icon } from "../components/icons";
import { fullTime, remaining } from "../i18n/times";

const SOON = 2 * 3_600_000;

export function WindowChip({ conversation, now }: { conversation: Conversation; now: Date }) {
  const window = conversation.reply_window;
  if (!window?.open_until) return null;
  const until = new Date(window.open_until);
  const left = until.getTime() - now.getTime();
  const isOpen = window.is_open && left > 0;
  const tone = !isOpen ? "text-danger" : left < SOON ? "text-warn" : "text-ink-2";
  return (
    <span
      title={fullTime(until)}
      className={cx("numbers inline-flex items-center gap-1 truncate text-meta", tone)}
    >
      <Icon name={isOpen ? "clock" : "lock"} size={12} className="shrink-0" />
      {isOpen
        ? i18n._("Reply window: {time} left", { time: remaining(left) })
        : i18n._("Reply window closed")}
    </span>
  );
}
