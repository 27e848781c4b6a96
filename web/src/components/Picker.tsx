/** A search field over a listbox: arrows move, Enter takes, the list narrows while one types. */
import { i18n } from "@lingui/core";
import { type KeyboardEvent, type ReactNode, type Ref, useId, useState } from "react";
import { cx } from "./classes";
import { isMatch } from "./fold";
import { Icon } from "./icons";

export interface Choice {
  id: string;
  label: string;
  group?: string;
  mark?: ReactNode;
  hint?: ReactNode;
  isCurrent?: boolean;
}

interface PickerProps {
  label: string;
  choices: readonly Choice[];
  onPick: (id: string) => void;
  inputRef?: Ref<HTMLInputElement>;
  tall?: boolean;
  /** Given when the choices answer the query themselves, as a search on the server does. */
  search?: { query: string; onQuery: (query: string) => void; isBusy: boolean };
}

export function Picker({ label, choices, onPick, inputRef, tall = false, search }: PickerProps) {
  const [typed, setTyped] = useState("");
  const query = search?.query ?? typed;
  const [at, setAt] = useState(0);
  const listId = useId();
  const found = search
    ? choices
    : choices.filter((choice) => isMatch(`${choice.label} ${choice.group ?? ""}`, query));
  const active = found[Math.min(at, found.length - 1)];

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1 };
    const step = steps[event.key];
    if (step) {
      event.preventDefault();
      setAt((Math.min(at, found.length - 1) + step + found.length) % Math.max(1, found.length));
    }
    if (event.key === "Enter" && active) {
      event.preventDefault();
      onPick(active.id);
    }
  };

  return (
    <div className="flex min-h-0 flex-col">
      <div className="flex items-center gap-2 border-b border-line px-3">
        <Icon name="search" className="text-ink-2" />
        <input
          ref={inputRef}
          role="combobox"
          aria-label={label}
          aria-expanded="true"
          aria-controls={listId}
          aria-autocomplete="list"
          aria-activedescendant={active && `${listId}-${active.id}`}
          placeholder={label}
          value={query}
          onChange={(event) => {
            (search?.onQuery ?? setTyped)(event.target.value);
            setAt(0);
          }}
          onKeyDown={onKeyDown}
          className={cx("w-full bg-transparent outline-none", tall ? "h-12 text-read" : "h-9")}
        />
      </div>
      <div
        id={listId}
        role="listbox"
        aria-label={label}
        className={cx("overflow-y-auto p-1", tall ? "max-h-96" : "max-h-72")}
      >
        {found.map((choice, index) => (
          <Option
            key={choice.id}
            id={`${listId}-${choice.id}`}
            choice={choice}
            startsGroup={choice.group !== undefined && choice.group !== found[index - 1]?.group}
            isActive={choice === active}
            onPoint={() => setAt(index)}
            onPick={() => onPick(choice.id)}
          />
        ))}
      </div>
      {found.length === 0 && <p className="px-3 pb-4 text-center text-ink-2">{nothingText(query, search)}</p>}
    </div>
  );
}

function nothingText(query: string, search: PickerProps["search"]): string {
  if (search?.isBusy) return i18n._("Searching…");
  if (search && query.trim() === "") return i18n._("Type a name, a phone number or an e-mail address.");
  return i18n._("Nothing matches");
}

interface OptionProps {
  id: string;
  choice: Choice;
  startsGroup: boolean;
  isActive: boolean;
  onPoint: () => void;
  onPick: () => void;
}

function Option({ id, choice, startsGroup, isActive, onPoint, onPick }: OptionProps) {
  return (
    <>
      {startsGroup && (
        <div role="presentation" className="px-2 pt-2 pb-1 text-meta font-medium text-ink-2">
          {choice.group}
        </div>
      )}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: keys are handled by the field that owns this list */}
      {/* biome-ignore lint/a11y/useFocusableInteractive: focus stays in the field, aria-activedescendant points here */}
      <div
        role="option"
        id={id}
        aria-selected={isActive}
        ref={(element) => {
          if (isActive) element?.scrollIntoView({ block: "nearest" });
        }}
        onPointerMove={onPoint}
        onClick={onPick}
        className="touch flex h-8 items-center gap-2 rounded-control px-2 aria-selected:bg-sel"
      >
        {choice.mark}
        <span className="flex-1 truncate">{choice.label}</span>
        {choice.hint && <span className="numbers text-label text-ink-2">{choice.hint}</span>}
        {choice.isCurrent && <Icon name="check" className="text-accent" aria-label={i18n._("current")} />}
      </div>
    </>
  );
}
