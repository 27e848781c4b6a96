/** What one person chose about the look and sound of the app; kept in the browser, applied as attributes. */
import { useSyncExternalStore } from "react";

export type Theme = "system" | "light" | "dark" | "contrast";
export type Density = "comfortable" | "compact";

export interface Preferences {
  theme: Theme;
  density: Density;
  sound: boolean;
  /** Single-letter keys can be turned off (WCAG 2.1.4). */
  shortcuts: boolean;
  viewsShown: boolean;
  locale?: string;
}

export const DEFAULTS: Preferences = {
  theme: "system",
  density: "comfortable",
  sound: true,
  shortcuts: true,
  viewsShown: true,
};

const KEY = "parley.preferences";
const listeners = new Set<() => void>();
let current: Preferences = read();

export function parsePreferences(text: string | null): Preferences {
  try {
    const found: unknown = JSON.parse(text ?? "{}");
    return typeof found === "object" && found !== null ? { ...DEFAULTS, ...found } : DEFAULTS;
  } catch {
    return DEFAULTS;
  }
}

export function getPreferences(): Preferences {
  return current;
}

export function setPreferences(change: Partial<Preferences>): void {
  current = { ...current, ...change };
  localStorage.setItem(KEY, JSON.stringify(current));
  applyAppearance();
  for (const listener of listeners) listener();
}

export function usePreferences(): Preferences {
  return useSyncExternalStore(subscribe, getPreferences);
}

export function resolveTheme(theme: Theme, system: { dark: boolean; contrast: boolean }): string {
  if (theme !== "system") return theme;
  if (system.contrast) return "contrast";
  return system.dark ? "dark" : "light";
}

export function applyAppearance(): void {
  const system = {
    dark: matchMedia("(prefers-color-scheme: dark)").matches,
    contrast: matchMedia("(prefers-contrast: more)").matches,
  };
  document.documentElement.dataset["theme"] = resolveTheme(current.theme, system);
  document.documentElement.dataset["density"] = current.density;
}

export function watchSystemAppearance(): void {
  for (const query of ["(prefers-color-scheme: dark)", "(prefers-contrast: more)"]) {
    matchMedia(query).addEventListener("change", applyAppearance);
  }
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function read(): Preferences {
  return typeof localStorage === "undefined" ? DEFAULTS : parsePreferences(localStorage.getItem(KEY));
}
