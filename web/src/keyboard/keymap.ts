/** Every command of the inbox with its keys: the one list behind the shortcuts, the sheet and the palette. */

export type CommandId =
  | "palette"
  | "sheet"
  | "goInbox"
  | "search"
  | "next"
  | "previous"
  | "nextUnread"
  | "focusThread"
  | "reply"
  | "comment"
  | "assign"
  | "assignToMe"
  | "close"
  | "snooze"
  | "undo"
  | "toggleViews"
  | "toggleDrawer"
  | "leave";

export interface Binding {
  command: CommandId;
  /** As `KeyboardEvent.key`, "mod" standing for Ctrl or Command; two strokes are separated by a space. */
  keys: string;
}

export const BINDINGS: readonly Binding[] = [
  { command: "palette", keys: "mod+k" },
  { command: "sheet", keys: "?" },
  { command: "goInbox", keys: "g i" },
  { command: "search", keys: "/" },
  { command: "next", keys: "j" },
  { command: "previous", keys: "k" },
  { command: "nextUnread", keys: "n" },
  { command: "focusThread", keys: "o" },
  { command: "focusThread", keys: "Enter" },
  { command: "reply", keys: "r" },
  { command: "comment", keys: "c" },
  { command: "assign", keys: "a" },
  { command: "assignToMe", keys: "m" },
  { command: "close", keys: "e" },
  { command: "snooze", keys: "s" },
  { command: "undo", keys: "z" },
  { command: "toggleViews", keys: "[" },
  { command: "toggleDrawer", keys: "]" },
  { command: "leave", keys: "Escape" },
];

export interface Stroke {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  isComposing?: boolean;
}

export interface Surroundings {
  /** Focus is in a field where letters are text. */
  typing: boolean;
  /** A menu, popover or dialog is open and has its own keys. */
  overlay: boolean;
  /** Focus is on a control for which Enter means "press it". */
  onControl: boolean;
  /** Single letters may be switched off. */
  letters: boolean;
}

export interface Outcome {
  command?: CommandId;
  /** The first of two strokes, to be handed in with the next. */
  pending?: string;
}

/** What a key press means here; nothing at all is the usual answer while typing. */
export function commandFor(stroke: Stroke, where: Surroundings, pending?: string): Outcome {
  if (stroke.isComposing || stroke.altKey) return {};
  if (stroke.ctrlKey || stroke.metaKey) return found(`mod+${stroke.key.toLowerCase()}`);
  if (stroke.key === "Escape") return where.overlay ? {} : { command: "leave" };
  if (where.typing || where.overlay || !where.letters) return {};
  if (stroke.key === "Enter" && where.onControl) return {};
  const key = stroke.key.length === 1 ? stroke.key.toLowerCase() : stroke.key;
  if (pending !== undefined) return found(`${pending} ${key}`);
  if (BINDINGS.some((binding) => binding.keys.startsWith(`${key} `))) return { pending: key };
  return found(key);
}

function found(keys: string): Outcome {
  const binding = BINDINGS.find((candidate) => candidate.keys === keys);
  return binding ? { command: binding.command } : {};
}

/** The keys of a command as printed, for example "Ctrl K" or "g i". */
export function printedKeys(command: CommandId, isMac: boolean): string {
  const keys = BINDINGS.find((binding) => binding.command === command)?.keys ?? "";
  return keys.replace("mod+k", isMac ? "⌘ K" : "Ctrl K").replace("Escape", "Esc");
}
