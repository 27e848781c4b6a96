/** The one queue of short messages at the foot of the screen. */
import { Toast } from "@base-ui/react/toast";

export const toasts = Toast.createToastManager();

/** Long enough to read and to change one's mind (also the server's undo time for closing). */
export const UNDO_MILLISECONDS = 8000;

export function say(title: string): void {
  toasts.add({ title, timeout: 4000 });
}

export function complain(title: string, description?: string): void {
  toasts.add({ title, type: "error", timeout: 8000, priority: "high", ...(description && { description }) });
}
