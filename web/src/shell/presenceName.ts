/** Presence in words. */
import { i18n } from "@lingui/core";
import type { Presence } from "../api/types";

export function presenceName(presence: Presence): string {
  switch (presence) {
    case "online":
      return i18n._("Online");
    case "busy":
      return i18n._("Busy");
    case "break":
      return i18n._("Break");
    case "finishing":
      return i18n._("Finishing, nothing new");
    case "offline":
      return i18n._("Offline");
  }
}
