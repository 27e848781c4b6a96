/** Rows that the reader has just acted out of the list, or brought back: these move even in a list held still. */
import { useSyncExternalStore } from "react";

interface Moves {
  dropped: ReadonlySet<string>;
  restored: ReadonlySet<string>;
}

let moves: Moves = { dropped: new Set(), restored: new Set() };
const watchers = new Set<() => void>();

export function drop(id: string): void {
  change({ dropped: new Set([...moves.dropped, id]), restored: without(moves.restored, id) });
}

/** Takes it back: the row returns as soon as the server lists it. */
export function restore(id: string): void {
  change({ dropped: without(moves.dropped, id), restored: new Set([...moves.restored, id]) });
}

/** Forgets what the list shows by itself now: a dropped row that is gone, a restored one that is there. */
export function settleMoves(listed: ReadonlySet<string>, shown: ReadonlySet<string>): void {
  const dropped = new Set([...moves.dropped].filter((id) => listed.has(id)));
  const restored = new Set([...moves.restored].filter((id) => !shown.has(id)));
  if (dropped.size !== moves.dropped.size || restored.size !== moves.restored.size)
    change({ dropped, restored });
}

/** Another view has other rows: what was dropped from the last one may well belong here. */
export function forgetMoves(): void {
  if (moves.dropped.size + moves.restored.size > 0) change({ dropped: new Set(), restored: new Set() });
}

export function useMoves(): Moves {
  return useSyncExternalStore(
    (watcher) => {
      watchers.add(watcher);
      return () => watchers.delete(watcher);
    },
    () => moves,
  );
}

function without(ids: ReadonlySet<string>, gone: string): ReadonlySet<string> {
  return new Set([...ids].filter((id) => id !== gone));
}

function change(next: Moves): void {
  moves = next;
  for (const watcher of watchers) watcher();
}
