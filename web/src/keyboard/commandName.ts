/** Commands in words. */
import { i18n } from "@lingui/core";
import type { CommandId } from "./keymap";

export function commandName(id: CommandId): string {
  const names: Record<CommandId, string> = {
    palette: i18n._("Command palette"),
    sheet: i18n._("Keyboard shortcuts"),
    goInbox: i18n._("Go to the inbox"),
    search: i18n._("Search contacts"),
    next: i18n._("Next conversation"),
    previous: i18n._("Previous conversation"),
    nextUnread: i18n._("Next unread conversation"),
    focusThread: i18n._("Focus the thread"),
    reply: i18n._("Reply"),
    comment: i18n._("Comment"),
    assign: i18n._("Assign"),
    assignToMe: i18n._("Assign to me"),
    close: i18n._("Close conversation"),
    snooze: i18n._("Snooze"),
    undo: i18n._("Undo the last action"),
    toggleViews: i18n._("Show or hide the views"),
    toggleDrawer: i18n._("Show or hide the contact"),
    leave: i18n._("Leave: composer, then panel, then thread"),
  };
  return names[id];
}
