/** The moments that "later today", "tomorrow" and "next week" stand for, in the reader's own zone. */

export interface SnoozeChoice {
  id: "later" | "tomorrow" | "week";
  at: Date;
}

const MORNING = 9;

export function snoozeChoices(now: Date): SnoozeChoice[] {
  const choices: SnoozeChoice[] = [];
  const later = new Date(now.getTime() + 3 * 3_600_000);
  later.setMinutes(0, 0, 0);
  // "Later today" must still be today, and worth the name.
  if (later.getDate() === now.getDate() && later.getHours() <= 20) choices.push({ id: "later", at: later });
  choices.push({ id: "tomorrow", at: morning(now, 1) });
  const daysToMonday = (8 - now.getDay()) % 7 || 7;
  if (daysToMonday > 1) choices.push({ id: "week", at: morning(now, daysToMonday) });
  else choices.push({ id: "week", at: morning(now, 8) });
  return choices;
}

function morning(now: Date, days: number): Date {
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() + days, MORNING);
}

/** What a datetime-local input holds for a moment. */
export function toInputValue(at: Date): string {
  const two = (value: number) => value.toString().padStart(2, "0");
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}T${two(at.getHours())}:${two(at.getMinutes())}`;
}
