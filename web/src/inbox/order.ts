/** Keeps the list still under the reader's eye: while held, nothing moves, and what is new is only counted. */

export interface ShownOrder {
  ids: readonly string[];
  /** Arrived or moved up since the list was held. */
  waiting: readonly string[];
}

/**
 * The order to show, from what is shown now and what the server says.
 * `dropped` are rows that the reader acted away: they leave at once, even from a held list.
 */
export function nextOrder(
  shown: readonly string[],
  fresh: readonly string[],
  options: { held: boolean; dropped: ReadonlySet<string> },
): ShownOrder {
  const wanted = fresh.filter((id) => !options.dropped.has(id));
  if (!options.held || shown.length === 0) return { ids: wanted, waiting: [] };
  const known = new Set(shown);
  const kept = shown.filter((id) => !options.dropped.has(id));
  return { ids: [...kept, ...olderPages(wanted, known)], waiting: arrivals(kept, wanted, known) };
}

/** Rows that follow the last known one: a further page, which may be appended without moving anything. */
function olderPages(wanted: readonly string[], known: ReadonlySet<string>): string[] {
  const last = wanted.findLastIndex((id) => known.has(id));
  return last < 0 ? [] : wanted.slice(last + 1);
}

function arrivals(kept: readonly string[], wanted: readonly string[], known: ReadonlySet<string>): string[] {
  const last = wanted.findLastIndex((id) => known.has(id));
  const unseen = wanted.slice(0, last + 1).filter((id) => !known.has(id));
  return last < 0 && kept.length > 0 ? [...wanted] : unseen;
}

/** The row to stand on after `id` has left: the one below it, else the one above. */
export function neighbour(ids: readonly string[], id: string): string | undefined {
  const at = ids.indexOf(id);
  if (at < 0) return undefined;
  return ids[at + 1] ?? ids[at - 1];
}

/** The row `step` places away, staying inside the list; from nowhere, the first. */
export function moved(ids: readonly string[], from: string | undefined, step: number): string | undefined {
  const at = from === undefined ? -1 : ids.indexOf(from);
  if (at < 0) return ids[0];
  return ids[Math.max(0, Math.min(ids.length - 1, at + step))];
}

/** The next row after `from` that `isWanted`, going round once. */
export function nextWhere(
  ids: readonly string[],
  from: string | undefined,
  isWanted: (id: string) => boolean,
): string | undefined {
  const at = from === undefined ? -1 : ids.indexOf(from);
  return [...ids.slice(at + 1), ...ids.slice(0, Math.max(0, at))].find(isWanted);
}
