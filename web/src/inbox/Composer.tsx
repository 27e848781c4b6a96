/** Where one writes: to the contact, or to colleagues; the two never look alike and keep separate drafts. */
import { i18n } from "@lingui/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { type KeyboardEvent, type RefObject, useEffect, useRef, useState } from "react";
import { attemptKey } from "../api/client";
import { sessionQuery } from "../api/reads";
import type { Conversation } from "../api/types";
import { addComment } from "../api/writes";
import { Button } from "../components/Button";
import { cx } from "../components/classes";
import { Icon } from "../components/icons";
import { complain } from "../components/toasts";
import { useCommand } from "../keyboard/commands";
import { refreshConversation } from "../live/refresh";
import { ComposerTabs } from "./ComposerTabs";
import { draftKey, keepDraft, type Mode, readDraft } from "./drafts";
import { isEnterToSend } from "./enter";
import { replyBlock } from "./replyBlock";
import { useMinute } from "./useMinute";
import { useSend } from "./useSend";
import { WindowChip } from "./WindowChip";

const LONGEST = { reply: 4096, comment: 10_000 } as const;

interface ComposerProps {
  conversation: Conversation;
  mode: Mode;
  onMode: (mode: Mode) => void;
}

export function Composer({ conversation, mode, onMode }: ComposerProps) {
  const { data: session } = useQuery(sessionQuery);
  const now = useMinute();
  const key = draftKey(session?.user.id ?? "", conversation.id, mode);
  const field = useRef<HTMLTextAreaElement>(null);
  const write = (next: Mode) => {
    onMode(next);
    requestAnimationFrame(() => field.current?.focus());
  };
  useCommand("reply", () => write("reply"));
  useCommand("comment", () => write("comment"));

  const block = mode === "reply" ? replyBlock(conversation, now) : undefined;
  return (
    <div
      className={cx(
        "mx-3 mb-3 shrink-0 rounded-card border bg-panel md:mx-4",
        mode === "comment" ? "border-dashed border-note-line" : "border-control",
      )}
    >
      <div className="flex items-center justify-between gap-2 border-b border-line pe-2">
        <ComposerTabs mode={mode} onMode={write} />
        {conversation.status !== "closed" && <WindowChip conversation={conversation} now={now} />}
      </div>
      <div id="composer-panel" role="tabpanel" aria-labelledby={`tab-${mode}`}>
        {block ? (
          <p className="flex items-start gap-2 px-3 py-4 text-read text-ink-2">
            <Icon name="lock" className="mt-0.5 shrink-0" />
            {block}
          </p>
        ) : (
          <Writer key={key} storageKey={key} conversation={conversation} mode={mode} field={field} />
        )}
      </div>
    </div>
  );
}

interface WriterProps {
  storageKey: string;
  conversation: Conversation;
  mode: Mode;
  field: RefObject<HTMLTextAreaElement | null>;
}

function Writer({ storageKey, conversation, mode, field }: WriterProps) {
  const [text, setText] = useState(() => readDraft(localStorage, storageKey));
  const { send } = useSend(conversation.id);
  const client = useQueryClient();

  useEffect(() => {
    const timer = setTimeout(() => keepDraft(localStorage, storageKey, text, Date.now()), 200);
    return () => {
      clearTimeout(timer);
      keepDraft(localStorage, storageKey, text, Date.now());
    };
  }, [storageKey, text]);

  const submit = async () => {
    const words = text.trim();
    if (words === "") return;
    setText("");
    if (mode === "reply") return send(words);
    try {
      await addComment(conversation.id, words, attemptKey());
    } catch (error) {
      setText(words);
      complain(i18n._("The comment was not saved"), error instanceof Error ? error.message : undefined);
    }
    await refreshConversation(client, conversation.id);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (!isEnterToSend(event.nativeEvent)) return;
    event.preventDefault();
    void submit();
  };
  const left = LONGEST[mode] - text.length;
  return (
    <div className={cx("rounded-b-card", mode === "comment" && "bg-note text-note-ink")}>
      <textarea
        ref={field}
        aria-label={
          mode === "reply"
            ? i18n._("Reply to {name}", { name: conversation.contact.display_name })
            : i18n._("Comment for colleagues")
        }
        aria-keyshortcuts="Control+Enter"
        dir="auto"
        rows={2}
        maxLength={LONGEST[mode]}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={onKeyDown}
        placeholder={mode === "reply" ? i18n._("Write to the contact…") : i18n._("Only colleagues see this…")}
        className={cx(
          "composer-text block max-h-56 min-h-14 w-full resize-none bg-transparent px-3 py-2.5 text-read outline-none",
          mode === "comment" && "placeholder:text-note-ink",
        )}
      />
      <div className="flex items-center justify-between gap-2 px-2 pb-2 ps-3">
        <p className={cx("text-meta max-md:invisible", mode === "comment" ? "text-note-ink" : "text-ink-2")}>
          {left < 200
            ? i18n._("{n} characters left", { n: left })
            : i18n._("Enter sends, Shift+Enter starts a line")}
        </p>
        <Button
          look={mode === "reply" ? "primary" : "note"}
          aria-disabled={text.trim() === ""}
          onClick={() => void submit()}
        >
          <Icon name={mode === "reply" ? "send" : "lock"} size={14} />
          {mode === "reply" ? i18n._("Send") : i18n._("Add comment")}
        </Button>
      </div>
    </div>
  );
}
