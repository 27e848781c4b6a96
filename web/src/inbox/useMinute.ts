/** The present, to the minute: one timer for everything that shows an age. */
import { useSyncExternalStore } from "react";

let now = new Date();
const watchers = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

export function useMinute(): Date {
  return useSyncExternalStore(subscribe, () => now);
}

function subscribe(watcher: () => void): () => void {
  watchers.add(watcher);
  timer ??= setInterval(() => {
    now = new Date();
    for (const watch of watchers) watch();
  }, 30_000);
  return () => {
    watchers.delete(watcher);
    if (watchers.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}
