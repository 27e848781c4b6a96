/** Presence as a small mark whose shape differs, so that it is not told by colour alone. */
import type { Presence } from "../api/types";

const SHAPES: Record<Presence, { tone: string; path: string }> = {
  online: { tone: "text-ok", path: "M6 6m-5 0a5 5 0 1 0 10 0a5 5 0 1 0-10 0" },
  busy: { tone: "text-danger", path: "M6 1a5 5 0 1 0 0 10A5 5 0 0 0 6 1zM3.500 5.200h5v1.600h-5z" },
  break: { tone: "text-warn", path: "M6 1a5 5 0 1 0 5 5A4 4 0 0 1 6 1z" },
  finishing: {
    tone: "text-warn",
    path: "M6 1a5 5 0 1 0 0 10A5 5 0 0 0 6 1zM6 2.600a3.400 3.400 0 0 1 0 6.800z",
  },
  offline: {
    tone: "text-ink-2",
    path: "M6 1a5 5 0 1 0 0 10A5 5 0 0 0 6 1zM6 3a3 3 0 1 1 0 6A3 3 0 0 1 6 3z",
  },
};

export function PresenceMark({ presence }: { presence: Presence }) {
  const { tone, path } = SHAPES[presence];
  return (
    <svg viewBox="0 0 12 12" width="10" height="10" aria-hidden="true" className={`shrink-0 ${tone}`}>
      <path d={path} fill="currentColor" fillRule="evenodd" />
    </svg>
  );
}
