/** The order of rows on screen: the server's, unless the reader's pointer, focus or scrolling holds it. */
import { useEffect, useMemo, useState } from "react";
import type { ConversationRow } from "../api/types";
import { forgetMoves, settleMoves, useMoves } from "./dropped";
import { nextOrder, type ShownOrder } from "./order";

export interface StillOrder {
  rows: readonly ConversationRow[];
  ids: readonly string[];
  waiting: number;
  release: () => void;
}

export function useStillOrder(fresh: readonly ConversationRow[], held: boolean): StillOrder {
  const { dropped, restored } = useMoves();
  const [shown, setShown] = useState<ShownOrder>({ ids: [], waiting: [] });
  const [isReleased, setReleased] = useState(false);
  // Rows that somebody else took away stay readable while the list is held.
  const [known, setKnown] = useState<ReadonlyMap<string, ConversationRow>>(new Map());

  const freshIds = useMemo(() => fresh.map((row) => row.id), [fresh]);
  const isBack = freshIds.some((id) => restored.has(id) && !shown.ids.includes(id));
  const next = nextOrder(shown.ids, freshIds, { held: held && !isReleased && !isBack, dropped });
  if (isReleased) setReleased(false);
  if (!isSame(next.ids, shown.ids) || !isSame(next.waiting, shown.waiting)) setShown(next);

  useEffect(() => forgetMoves(), []);
  useEffect(() => {
    setKnown((old) => new Map([...old, ...fresh.map((row) => [row.id, row] as const)]));
    settleMoves(new Set(fresh.map((row) => row.id)), new Set(shown.ids));
  }, [fresh, shown.ids]);

  const byId = useMemo(
    () => new Map([...known, ...fresh.map((row) => [row.id, row] as const)]),
    [known, fresh],
  );
  const rows = useMemo(() => next.ids.flatMap((id) => byId.get(id) ?? []), [next.ids, byId]);
  return {
    rows,
    ids: next.ids,
    waiting: next.waiting.length,
    release: () => setReleased(true),
  };
}

function isSame(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((id, index) => id === other[index]);
}
