/** Closing, with the note that the workspace asks for: none, an optional one, or one that must be given. */
import { i18n } from "@lingui/core";
import { useQuery } from "@tanstack/react-query";
import { type FormEvent, type KeyboardEvent, type RefObject, useRef, useState } from "react";
import { categoriesQuery, sessionQuery } from "../api/reads";
import type { Category, ClosingMode } from "../api/types";
import type { ClosingNote } from "../api/writes";
import { Button } from "../components/Button";
import { Icon } from "../components/icons";
import { Popover } from "../components/Popover";
import { useCommand } from "../keyboard/commands";

interface CloseProps {
  onClose: (note: ClosingNote) => void;
  narrow: boolean;
}

export function ClosePopover({ onClose, narrow }: CloseProps) {
  const [open, setOpen] = useState(false);
  const select = useRef<HTMLSelectElement>(null);
  const { data: session } = useQuery(sessionQuery);
  const { data: categories = [] } = useQuery(categoriesQuery);
  const mode = session?.workspace.settings.closing_mode ?? "optional";
  // Nothing to fill in: the button alone closes, and Undo is there for slips.
  const plain = mode === "disabled";
  const begin = () => (plain ? onClose({}) : setOpen(true));
  useCommand("close", begin);

  const face = (
    <>
      <Icon name="check" size={14} />
      {!narrow && i18n._("Close")}
    </>
  );
  if (plain) {
    return (
      <Button onClick={begin} aria-label={i18n._("Close")}>
        {face}
      </Button>
    );
  }
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      label={i18n._("Close conversation")}
      initialFocus={select}
      className="w-80"
      trigger={<Button aria-label={i18n._("Close")}>{face}</Button>}
    >
      <NoteForm
        mode={mode}
        categories={categories}
        selectRef={select}
        onSubmit={(note) => {
          setOpen(false);
          onClose(note);
        }}
      />
    </Popover>
  );
}

interface NoteFormProps {
  mode: ClosingMode;
  categories: readonly Category[];
  selectRef: RefObject<HTMLSelectElement | null>;
  onSubmit: (note: ClosingNote) => void;
}

const SUMMARY_LENGTH = 512;

function NoteForm({ mode, categories, selectRef, onSubmit }: NoteFormProps) {
  const [categoryId, setCategoryId] = useState("");
  const [summary, setSummary] = useState("");
  const [tried, setTried] = useState(false);
  const needsCategory = mode !== "optional";
  const needsSummary = mode === "both_required";
  const lacksCategory = tried && needsCategory && !categoryId;
  const lacksSummary = tried && needsSummary && !summary.trim();
  const chosen = categories.find((category) => category.id === categoryId);

  const submit = (event?: FormEvent) => {
    event?.preventDefault();
    setTried(true);
    if ((needsCategory && !categoryId) || (needsSummary && !summary.trim())) return;
    onSubmit({
      ...(categoryId && { category_id: categoryId }),
      ...(summary.trim() && { summary: summary.trim() }),
    });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) submit();
  };

  return (
    <form onSubmit={submit} onKeyDown={onKeyDown} className="flex flex-col gap-3 p-3">
      <p className="text-read font-semibold">{i18n._("Close conversation")}</p>
      <div className="flex flex-col gap-1">
        <label htmlFor="close-category" className="text-label font-medium">
          {needsCategory ? i18n._("Category") : i18n._("Category (optional)")}
        </label>
        <select
          ref={selectRef}
          id="close-category"
          value={categoryId}
          onChange={(event) => setCategoryId(event.target.value)}
          aria-invalid={lacksCategory}
          aria-describedby={
            lacksCategory ? "close-category-fault" : chosen?.description ? "close-category-hint" : undefined
          }
          className="h-8 rounded-control border border-control bg-panel px-2 aria-invalid:border-danger"
        >
          <option value="">{i18n._("None")}</option>
          {categories.map((category) => (
            <option key={category.id} value={category.id}>
              {category.name}
            </option>
          ))}
        </select>
        {lacksCategory && <Fault id="close-category-fault" text={i18n._("Choose a category.")} />}
        {!lacksCategory && chosen?.description && (
          <p id="close-category-hint" className="text-label text-ink-2">
            {chosen.description}
          </p>
        )}
      </div>
      <div className="flex flex-col gap-1">
        <label htmlFor="close-summary" className="text-label font-medium">
          {needsSummary ? i18n._("Summary") : i18n._("Summary (optional)")}
        </label>
        <textarea
          id="close-summary"
          rows={3}
          maxLength={SUMMARY_LENGTH}
          value={summary}
          onChange={(event) => setSummary(event.target.value)}
          aria-invalid={lacksSummary}
          aria-describedby={lacksSummary ? "close-summary-fault" : undefined}
          className="resize-none rounded-control border border-control bg-panel px-2 py-1.5 aria-invalid:border-danger"
        />
        {lacksSummary && <Fault id="close-summary-fault" text={i18n._("Say in a sentence how it ended.")} />}
      </div>
      <Button look="primary" type="submit" className="self-end">
        {i18n._("Close conversation")}
      </Button>
    </form>
  );
}

function Fault({ id, text }: { id: string; text: string }) {
  return (
    <p id={id} role="alert" className="text-label text-danger">
      {text}
    </p>
  );
}
