/** Numbers beside the views. */
import type { Counts } from "../api/types";

/** "999+" for more than the server counts. */
export function cappedCount(count: number, cap: number): string {
  return count > cap ? `${cap}+` : String(count);
}

/** What should make somebody look: my unanswered ones and those that nobody has. */
export function waitingCount(counts: Counts): number {
  return counts.unanswered_mine + (counts.views["unassigned"] ?? 0);
}
