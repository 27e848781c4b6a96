/** How moments are shown: short in lists, exact on hover, always in the reader's language and zone. */
import { i18n } from "@lingui/core";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

function formatted(at: Date, options: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat(i18n.locale || "en", options).format(at);
}

export function dayKey(at: Date): string {
  return `${at.getFullYear()}-${at.getMonth() + 1}-${at.getDate()}`;
}

function daysBetween(earlier: Date, later: Date): number {
  const from = new Date(earlier.getFullYear(), earlier.getMonth(), earlier.getDate());
  const to = new Date(later.getFullYear(), later.getMonth(), later.getDate());
  return Math.round((to.getTime() - from.getTime()) / DAY);
}

/** "now", "5m", "3h", then the weekday, then the date: at most six characters wide in a list row. */
export function shortAge(at: Date, now: Date): string {
  const age = now.getTime() - at.getTime();
  if (age < MINUTE) return i18n._("now");
  if (age < HOUR) return i18n._("{n}m", { n: Math.floor(age / MINUTE) });
  if (daysBetween(at, now) === 0) return clockTime(at);
  if (age < 6 * DAY) return formatted(at, { weekday: "short" });
  if (at.getFullYear() === now.getFullYear()) return formatted(at, { day: "numeric", month: "short" });
  return formatted(at, { month: "short", year: "numeric" });
}

export function clockTime(at: Date): string {
  return formatted(at, { hour: "numeric", minute: "2-digit" });
}

/** "Mon 09:00": for moments within the coming week or so. */
export function weekdayTime(at: Date): string {
  return formatted(at, { weekday: "short", hour: "numeric", minute: "2-digit" });
}

export function fullTime(at: Date): string {
  return formatted(at, { dateStyle: "full", timeStyle: "short" });
}

export function dayTitle(at: Date, now: Date): string {
  const days = daysBetween(at, now);
  if (days === 0) return i18n._("Today");
  if (days === 1) return i18n._("Yesterday");
  const year = at.getFullYear() === now.getFullYear() ? {} : { year: "numeric" as const };
  return formatted(at, { weekday: "long", day: "numeric", month: "long", ...year });
}

/** A moment to come: "17:00", "tomorrow 09:00" or "Mon 24 Nov, 09:00". */
export function comingTime(at: Date, now: Date): string {
  const days = daysBetween(now, at);
  if (days <= 0) return clockTime(at);
  if (days === 1) return i18n._("tomorrow {time}", { time: clockTime(at) });
  return formatted(at, {
    weekday: "short",
    day: "numeric",
    month: "short",
    hour: "numeric",
    minute: "2-digit",
  });
}

/** What is left of a period, coarse on purpose: "6 h 12 min", "3 min". */
export function remaining(milliseconds: number): string {
  const minutes = Math.max(0, Math.floor(milliseconds / MINUTE));
  if (minutes >= 48 * 60)
    return i18n._("{n, plural, one {# day} other {# days}}", { n: Math.floor(minutes / 1440) });
  if (minutes >= 60) return i18n._("{h} h {m} min", { h: Math.floor(minutes / 60), m: minutes % 60 });
  return i18n._("{n} min", { n: minutes });
}
