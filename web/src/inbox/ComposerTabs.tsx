/** Reply or Comment: told apart by word, icon, colour and border. */
import { i18n } from "@lingui/core";
import type { KeyboardEvent } from "react";
import { cx } from "../components/classes";
import { Icon } from "../components/icons";
import type { Mode } from "./drafts";

export function ComposerTabs({ mode, onMode }: { mode: Mode; onMode: (mode: Mode) => void }) {
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
    const other = mode === "reply" ? "comment" : "reply";
    onMode(other);
    document.getElementById(`tab-${other}`)?.focus();
  };
  return (
    <div role="tablist" aria-label={i18n._("Write")} className="flex" onKeyDown={onKeyDown}>
      {(["reply", "comment"] as const).map((id) => {
        const isOn = id === mode;
        return (
          <button
            key={id}
            id={`tab-${id}`}
            type="button"
            role="tab"
            aria-selected={isOn}
            aria-controls="composer-panel"
            tabIndex={isOn ? 0 : -1}
            onClick={() => onMode(id)}
            className={cx(
              "touch inline-flex h-8 items-center gap-1.5 rounded-t-card px-3 text-label font-medium -outline-offset-2",
              isOn && id === "reply" && "text-accent shadow-[inset_0_-2px_0_var(--accent)]",
              isOn && id === "comment" && "bg-note text-note-ink shadow-[inset_0_-2px_0_var(--note-line)]",
              !isOn && "text-ink-2 hover:text-ink",
            )}
          >
            <Icon name={id === "reply" ? "send" : "lock"} size={14} />
            {id === "reply" ? i18n._("Reply") : i18n._("Comment")}
          </button>
        );
      })}
    </div>
  );
}
