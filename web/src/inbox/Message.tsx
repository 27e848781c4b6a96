/** One message: theirs at the start side, ours at the end side with how far it has come. */
import { i18n } from "@lingui/core";
import type { Conversation, MessageItem } from "../api/types";
import { cx } from "../components/classes";
import { Icon } from "../components/icons";
import { clockTime, fullTime } from "../i18n/times";
import { ContentView } from "./ContentView";
import { FailedActions } from "./FailedActions";
import { statusIcon, statusName } from "./messageStatus";

interface MessageProps {
  item: MessageItem;
  startsRun: boolean;
  endsRun: boolean;
  conversation: Conversation;
}

export function Message({ item, startsRun, endsRun, conversation }: MessageProps) {
  const ours = item.direction === "out";
  const troubled = item.status === "failed" || item.status === "unknown";
  const author = authorName(item, conversation);
  return (
    <article
      className={cx("flex flex-col", ours ? "items-end" : "items-start", startsRun ? "mt-3" : "mt-0.5")}
    >
      {startsRun ? (
        <p className="mb-1 flex items-center gap-1 text-meta text-ink-2">
          {item.author === "workflow" && <Icon name="bot" size={12} />}
          {author}
        </p>
      ) : (
        <span className="sr-only">{author}</span>
      )}
      <div
        className={cx(
          "max-w-[min(88%,560px)] rounded-panel px-3 py-2 text-read",
          ours ? "rounded-ee-control bg-ours" : "rounded-es-control bg-theirs",
          item.status === "failed" && "shadow-[inset_0_0_0_1px_var(--danger)]",
        )}
      >
        <ContentView content={item.content} text={item.text} />
      </div>
      {item.reactions.length > 0 && (
        <p className="mt-0.5 rounded-full border border-line bg-panel px-2 text-label">
          <span className="sr-only">{i18n._("Reactions:")} </span>
          {item.reactions.join(" ")}
        </p>
      )}
      {(endsRun || troubled) && (
        <p className="mt-1 flex flex-wrap items-center gap-x-1.5 text-meta text-ink-2">
          <time dateTime={item.at} title={fullTime(new Date(item.at))} className="numbers">
            {clockTime(new Date(item.at))}
          </time>
          {ours && item.status && <Status item={item} />}
        </p>
      )}
      {troubled && <FailedActions item={item} conversationId={conversation.id} />}
    </article>
  );
}

function Status({ item }: { item: MessageItem }) {
  if (!item.status) return null;
  const tone = { failed: "text-danger", unknown: "text-warn", read: "text-accent", played: "text-accent" }[
    item.status as string
  ];
  return (
    <span className={cx("inline-flex items-center gap-1", tone)}>
      <Icon name={statusIcon(item.status)} size={12} />
      {statusName(item.status)}
      {item.failure && <span>· {item.failure.text || item.failure.code || item.failure.error_class}</span>}
    </span>
  );
}

function authorName(item: MessageItem, conversation: Conversation): string {
  if (item.direction === "in") return conversation.contact.display_name;
  if (item.author === "workflow") return item.author_name ?? i18n._("Workflow");
  if (item.author === "echo") return i18n._("From the phone app");
  if (item.author === "api") return item.author_name ?? i18n._("API");
  return item.author_name ?? i18n._("User");
}
