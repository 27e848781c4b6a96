/** Who carries out a command now: screens register, keys and the palette call. */
import { useEffect, useRef, useSyncExternalStore } from "react";
import type { CommandId } from "./keymap";

type Handler = () => void;

const handlers = new Map<CommandId, Handler[]>();
const watchers = new Set<() => void>();
let available: readonly CommandId[] = [];

export function runCommand(id: CommandId): boolean {
  const handler = handlers.get(id)?.at(-1);
  handler?.();
  return handler !== undefined;
}

/** Registers `handler` while the component is shown and `enabled`; the latest one wins. */
export function useCommand(id: CommandId, handler: Handler, enabled = true): void {
  const latest = useRef(handler);
  useEffect(() => {
    latest.current = handler;
  });
  useEffect(() => {
    if (!enabled) return;
    const call = () => latest.current();
    handlers.set(id, [...(handlers.get(id) ?? []), call]);
    announce();
    return () => {
      handlers.set(
        id,
        (handlers.get(id) ?? []).filter((other) => other !== call),
      );
      announce();
    };
  }, [id, enabled]);
}

export function useAvailableCommands(): readonly CommandId[] {
  return useSyncExternalStore(
    (watcher) => {
      watchers.add(watcher);
      return () => watchers.delete(watcher);
    },
    () => available,
  );
}

function announce(): void {
  available = [...handlers].filter(([, calls]) => calls.length > 0).map(([id]) => id);
  for (const watcher of watchers) watcher();
}
