/** The last thing that can be taken back, by the toast's button or the key z. */
import { i18n } from "@lingui/core";
import { complain, say, toasts, UNDO_MILLISECONDS } from "../components/toasts";

interface Undoable {
  toastId: string;
  takeBack: () => Promise<unknown>;
  until: number;
}

let last: Undoable | undefined;

export function offerUndo(title: string, takeBack: () => Promise<unknown>): void {
  if (last) toasts.close(last.toastId);
  const toastId = toasts.add({
    title,
    timeout: UNDO_MILLISECONDS,
    actionProps: { children: i18n._("Undo (z)"), onClick: undoLast },
  });
  last = { toastId, takeBack, until: Date.now() + UNDO_MILLISECONDS };
}

export function undoLast(): void {
  const undoable = last;
  last = undefined;
  if (!undoable || undoable.until < Date.now()) {
    say(i18n._("Nothing to undo"));
    return;
  }
  toasts.close(undoable.toastId);
  undoable.takeBack().then(
    () => say(i18n._("Undone")),
    (error: unknown) =>
      complain(i18n._("It could not be undone"), error instanceof Error ? error.message : undefined),
  );
}
