/** Unsent text, kept in the browser for each conversation and mode, so that switching loses nothing. */

export type Mode = "reply" | "comment";

const PREFIX = "parley.draft";
const LONGEST_KEPT_DAYS = 30;

interface Draft {
  text: string;
  at: number;
}

export function draftKey(userId: string, conversationId: string, mode: Mode): string {
  return `${PREFIX}.${userId}.${conversationId}.${mode}`;
}

export function readDraft(store: Storage, key: string): string {
  return parse(store.getItem(key))?.text ?? "";
}

export function keepDraft(store: Storage, key: string, text: string, now: number): void {
  if (text.trim() === "") store.removeItem(key);
  else store.setItem(key, JSON.stringify({ text, at: now } satisfies Draft));
}

/** Forgets drafts that nobody came back to. */
export function dropOldDrafts(store: Storage, now: number): void {
  const oldest = now - LONGEST_KEPT_DAYS * 86_400_000;
  const keys = Array.from({ length: store.length }, (_, index) => store.key(index));
  for (const key of keys) {
    if (key?.startsWith(`${PREFIX}.`) && (parse(store.getItem(key))?.at ?? 0) < oldest) store.removeItem(key);
  }
}

/** Whoever signs out takes the unsent text along: the next person at this machine must not read it. */
export function dropAllDrafts(store: Storage): void {
  dropOldDrafts(store, Number.MAX_SAFE_INTEGER);
}

function parse(text: string | null): Draft | undefined {
  try {
    const found: unknown = JSON.parse(text ?? "null");
    if (typeof found !== "object" || found === null || !("text" in found) || !("at" in found))
      return undefined;
    return typeof found.text === "string" && typeof found.at === "number" ? (found as Draft) : undefined;
  } catch {
    return undefined;
  }
}
