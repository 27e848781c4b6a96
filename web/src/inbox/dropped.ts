/** Conversations that the reader has just acted out of the list: they leave even a list that is held still. */
import { useSyncExternalStore } from "react";

let dropped: ReadonlySet<string> = new Set();
let releases = 0;
const watchers = new Set<() => void>();

export function drop(id: string): void {
  change(new Set([...dropped, id]));
}

/** Takes it back: the row returns to its place at once. */
export function restore(id: string): void {
  releases += 1;
  change(without((other) => other === id));
}

/** The server knows by now: nothing is left to hide. */
export function settleDropped(isGone: (id: string) => boolean): void {
  if ([...dropped].some(isGone)) change(without(isGone));
}

export function useDropped(): ReadonlySet<string> {
  return useSyncExternalStore(subscribe, () => dropped);
}

/** Grows whenever a held list should take the server's order once. */
export function useReleases(): number {
  return useSyncExternalStore(subscribe, () => releases);
}

function without(isGone: (id: string) => boolean): ReadonlySet<string> {
  return new Set([...dropped].filter((id) => !isGone(id)));
}

function change(next: ReadonlySet<string>): void {
  dropped = next;
  for (const watcher of watchers) watcher();
}

function subscribe(watcher: () => void): () => void {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
}
