/** The order of rows on screen: the server's, unless the reader's pointer, focus or scrolling holds it. */
import { useEffect, useMemo, useState } from "react";
import type { ConversationRow } from "../api/types";
import { settleDropped, useDropped, useReleases } from "./dropped";
import { nextOrder, type ShownOrder } from "./order";

export interface StillOrder {
  rows: readonly ConversationRow[];
  ids: readonly string[];
  waiting: number;
  release: () => void;
}

export function useStillOrder(fresh: readonly ConversationRow[], held: boolean): StillOrder {
  const dropped = useDropped();
  const releases = useReleases();
  const [released, setReleased] = useState(releases);
  const [ownReleases, setOwnReleases] = useState(0);
  const [shown, setShown] = useState<ShownOrder>({ ids: [], waiting: [] });
  // Rows that somebody else took away stay readable while the list is held.
  const [known, setKnown] = useState<ReadonlyMap<string, ConversationRow>>(new Map());

  const freshIds = useMemo(() => fresh.map((row) => row.id), [fresh]);
  const letGo = released !== releases + ownReleases;
  const next = nextOrder(shown.ids, freshIds, { held: held && !letGo, dropped });
  if (letGo) setReleased(releases + ownReleases);
  if (!isSame(next.ids, shown.ids) || !isSame(next.waiting, shown.waiting)) setShown(next);

  useEffect(() => {
    setKnown((old) => new Map([...old, ...fresh.map((row) => [row.id, row] as const)]));
    const present = new Set(fresh.map((row) => row.id));
    settleDropped((id) => !present.has(id));
  }, [fresh]);

  const byId = useMemo(
    () => new Map([...known, ...fresh.map((row) => [row.id, row] as const)]),
    [known, fresh],
  );
  const rows = useMemo(() => next.ids.flatMap((id) => byId.get(id) ?? []), [next.ids, byId]);
  return {
    rows,
    ids: next.ids,
    waiting: next.waiting.length,
    release: () => setOwnReleases((count) => count + 1),
  };
}

function isSame(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((id, index) => id === other[index]);
}
