/** An internal comment: its own colour, border, icon and label, so that nobody takes it for a reply. */
import { i18n } from "@lingui/core";
import type { CommentItem } from "../api/types";
import { cx } from "../components/classes";
import { Icon } from "../components/icons";
import { clockTime, fullTime } from "../i18n/times";

export function Comment({ item, startsRun }: { item: CommentItem; startsRun: boolean }) {
  return (
    <article className={cx("flex justify-end", startsRun ? "mt-3" : "mt-1")}>
      <div className="max-w-[min(88%,560px)] rounded-card border border-dashed border-note-line bg-note px-3 py-2 text-note-ink">
        <p className="mb-0.5 flex items-center gap-1.5 text-meta font-medium">
          <Icon name="lock" size={12} />
          {i18n._("Comment by {name}", { name: item.author_name ?? i18n._("Workflow") })}
          <time dateTime={item.at} title={fullTime(new Date(item.at))} className="numbers font-normal">
            {clockTime(new Date(item.at))}
          </time>
        </p>
        <p dir="auto" className="wrap-anywhere whitespace-pre-wrap text-read">
          {item.body}
        </p>
      </div>
    </article>
  );
}
