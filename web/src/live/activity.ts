/** Signs of life: while somebody types or clicks, the server hears of it once a minute. */
const EVERY = 60_000;
const SIGNS = ["pointerdown", "keydown"] as const;

export interface Surface {
  now: () => number;
  listen: (sign: string, heard: () => void) => () => void;
}

export const browserSigns: Surface = {
  now: () => Date.now(),
  listen: (sign, heard) => {
    window.addEventListener(sign, heard, { passive: true, capture: true });
    return () => window.removeEventListener(sign, heard, { capture: true });
  },
};

/** Calls `tell` at the first sign, then at most once a minute; returns how to stop. A failure is told again at the next sign. */
export function watchActivity(surface: Surface, tell: () => Promise<unknown>): () => void {
  let toldAt = Number.NEGATIVE_INFINITY;
  const heard = () => {
    const now = surface.now();
    if (now - toldAt < EVERY) return;
    toldAt = now;
    tell().catch(() => {
      toldAt = Number.NEGATIVE_INFINITY;
    });
  };
  const stops = SIGNS.map((sign) => surface.listen(sign, heard));
  return () => {
    for (const stop of stops) stop();
  };
}
