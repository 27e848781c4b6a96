/** The workflow that is talking to the contact now, and what it waits for. */
import { i18n } from "@lingui/core";
import type { LiveRun } from "../api/types";
import { Icon } from "../components/icons";
import { comingTime } from "../i18n/times";
import { useMinute } from "./useMinute";

export function RunCard({ run }: { run: LiveRun }) {
  const now = useMinute();
  return (
    <div className="mx-4 mb-3 rounded-card border border-line bg-sunken p-3">
      <p className="flex items-center gap-2 font-medium">
        <Icon name="bot" className="shrink-0 text-accent" />
        <span className="wrap-anywhere">{run.workflow_name}</span>
      </p>
      <p className="mt-0.5 text-label text-ink-2">
        {waitingText(run.waiting)}
        {run.step_id && ` · ${i18n._("step {step}", { step: run.step_id })}`}
        {run.until && ` · ${i18n._("until {time}", { time: comingTime(new Date(run.until), now) })}`}
      </p>
    </div>
  );
}

function waitingText(waiting: LiveRun["waiting"]): string {
  const words: Record<string, string> = {
    answer: i18n._("Waiting for an answer"),
    time: i18n._("Waiting"),
    event: i18n._("Waiting"),
    effect: i18n._("Waiting"),
    assignment: i18n._("Waiting for an agent"),
    quiet: i18n._("Listening"),
    delivery: i18n._("Waiting for delivery"),
  };
  return words[waiting ?? ""] ?? i18n._("Running");
}
