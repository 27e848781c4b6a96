/** The one key listener of the page. */
import { useEffect } from "react";
import { getPreferences } from "../preferences/preferences";
import { runCommand } from "./commands";
import { commandFor, type Surroundings } from "./keymap";

const SECOND_STROKE = 1200;

export function useKeys(): void {
  useEffect(() => {
    let pending: { key: string; until: number } | undefined;
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented) return;
      const first = pending && pending.until > event.timeStamp ? pending.key : undefined;
      const outcome = commandFor(event, surroundings(event.target), first);
      pending = outcome.pending
        ? { key: outcome.pending, until: event.timeStamp + SECOND_STROKE }
        : undefined;
      if (outcome.command && runCommand(outcome.command)) event.preventDefault();
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, []);
}

function surroundings(target: EventTarget | null): Surroundings {
  const element = target instanceof HTMLElement ? target : document.body;
  return {
    typing: element.isContentEditable || element.matches("input, textarea, select"),
    overlay: element.closest('[role="menu"], [role="dialog"]') !== null,
    onControl: element.closest("button, a, [role=tab]") !== null,
    letters: getPreferences().shortcuts,
  };
}
