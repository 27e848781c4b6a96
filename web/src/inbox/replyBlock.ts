/** Why one cannot write to the contact now; nothing when one can. */
import { i18n } from "@lingui/core";
import type { Conversation } from "../api/types";
import { comingTime } from "../i18n/times";

export function replyBlock(
  conversation: Pick<Conversation, "reply_window" | "status">,
  now: Date,
): string | undefined {
  if (conversation.status === "closed")
    return i18n._("This conversation is closed. Reopen it to write to the contact.");
  const window = conversation.reply_window;
  if (!window) return undefined;
  if (window.must_write_first) return i18n._("On this channel the contact must write first.");
  const ended = window.open_until !== null && new Date(window.open_until) <= now;
  if (window.is_open && !ended) return undefined;
  if (window.open_until === null) return i18n._("The reply window is closed: the contact must write first.");
  return i18n._("The reply window closed at {time}. You can write again when the contact does.", {
    time: comingTime(new Date(window.open_until), now),
  });
}
