/** How long to wait before the next attempt to connect: doubling, capped, with full jitter above a floor. */

const FIRST = 500;
const LONGEST = 30_000;

/** Milliseconds before attempt number `attempt` (from 0); `chance` is in [0, 1). */
export function reconnectDelay(attempt: number, chance: number): number {
  const ceiling = Math.min(LONGEST, FIRST * 2 ** Math.min(attempt, 10));
  return Math.round(ceiling / 2 + (ceiling / 2) * chance);
}
