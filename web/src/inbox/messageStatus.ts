/** How far a message has come, as an icon and a word. */
import { i18n } from "@lingui/core";
import type { MessageStatus } from "../api/types";
import type { IconName } from "../components/icons";

const ICONS: Record<MessageStatus, IconName> = {
  received: "check",
  queued: "clock",
  sending: "send",
  unknown: "help",
  accepted: "check",
  sent: "check",
  delivered: "checks",
  read: "checks",
  played: "checks",
  failed: "alert",
};

export function statusIcon(status: MessageStatus): IconName {
  return ICONS[status];
}

export function statusName(status: MessageStatus): string {
  switch (status) {
    case "received":
      return i18n._("Received");
    case "queued":
      return i18n._("Queued");
    case "sending":
      return i18n._("Sending");
    case "unknown":
      return i18n._("Unknown: it may have arrived");
    case "accepted":
      return i18n._("Accepted");
    case "sent":
      return i18n._("Sent");
    case "delivered":
      return i18n._("Delivered");
    case "read":
      return i18n._("Read");
    case "played":
      return i18n._("Played");
    case "failed":
      return i18n._("Failed");
  }
}
