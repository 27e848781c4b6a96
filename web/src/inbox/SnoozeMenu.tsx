/** Putting a conversation off: three usual moments and one of one's own. */
import { i18n } from "@lingui/core";
import { type FormEvent, useState } from "react";
import type { Conversation } from "../api/types";
import { Button, IconButton } from "../components/Button";
import { Icon } from "../components/icons";
import { Popover } from "../components/Popover";
import { clockTime, weekdayTime } from "../i18n/times";
import { useCommand } from "../keyboard/commands";
import { type SnoozeChoice, snoozeChoices, toInputValue } from "./snoozeTimes";

interface SnoozeProps {
  conversation: Conversation;
  onSnooze: (until: Date) => void;
  onWake: () => void;
}

export function SnoozeMenu({ conversation, onSnooze, onWake }: SnoozeProps) {
  const [open, setOpen] = useState(false);
  useCommand("snooze", () => setOpen(true));
  if (conversation.status === "snoozed") {
    return (
      <Button look="quiet" onClick={onWake}>
        <Icon name="clock" size={14} />
        {i18n._("End snooze")}
      </Button>
    );
  }
  const choose = (until: Date) => {
    setOpen(false);
    onSnooze(until);
  };
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      label={i18n._("Snooze")}
      className="w-64 p-1"
      trigger={<IconButton icon="clock" label={i18n._("Snooze")} shortcut="s" />}
    >
      <Choices onChoose={choose} />
    </Popover>
  );
}

function Choices({ onChoose }: { onChoose: (until: Date) => void }) {
  const [now] = useState(() => new Date());
  const [fault, setFault] = useState<string>();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const until = new Date(String(new FormData(event.currentTarget).get("until")));
    if (Number.isNaN(until.getTime()) || until <= new Date()) setFault(i18n._("Choose a time to come."));
    else onChoose(until);
  };
  return (
    <>
      {snoozeChoices(now).map((choice) => (
        <button
          key={choice.id}
          type="button"
          onClick={() => onChoose(choice.at)}
          className="touch flex h-8 w-full items-center justify-between rounded-control px-2 hover:bg-hover focus-visible:bg-sel"
        >
          {choiceName(choice.id)}
          <span className="numbers text-label text-ink-2">
            {choice.id === "later" ? clockTime(choice.at) : weekdayTime(choice.at)}
          </span>
        </button>
      ))}
      <form onSubmit={submit} noValidate className="mt-1 border-t border-line p-2">
        <label htmlFor="snooze-until" className="mb-1 block text-label font-medium">
          {i18n._("At a time of your own")}
        </label>
        <div className="flex gap-2">
          <input
            id="snooze-until"
            name="until"
            type="datetime-local"
            defaultValue={toInputValue(new Date(now.getTime() + 86_400_000))}
            aria-invalid={fault !== undefined}
            aria-describedby={fault && "snooze-fault"}
            className="h-7 min-w-0 flex-1 rounded-control border border-control bg-panel px-1.5 text-label"
          />
          <Button type="submit">{i18n._("Snooze")}</Button>
        </div>
        {fault && (
          <p id="snooze-fault" role="alert" className="mt-1 text-label text-danger">
            {fault}
          </p>
        )}
      </form>
    </>
  );
}

function choiceName(id: SnoozeChoice["id"]): string {
  switch (id) {
    case "later":
      return i18n._("Later today");
    case "tomorrow":
      return i18n._("Tomorrow");
    case "week":
      return i18n._("Next week");
  }
}
