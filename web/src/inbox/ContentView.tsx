/** What a message carries. What cannot be shown here yet is named, never hidden. */
import { i18n } from "@lingui/core";
import type { Content } from "../api/types";
import { Icon, type IconName } from "../components/icons";
import { contentTitle, fileAddress, mediaIcon } from "./contentTitle";

const OTHER_ICONS: Record<string, IconName> = {
  location: "pin",
  contact_cards: "mine",
  form: "file",
  order: "file",
  call: "phone",
  system: "alert",
  unsupported: "help",
};

export function ContentView({ content, text }: { content: Content; text: string | null }) {
  const title = contentTitle(content);
  if (content.type === "text") return <Words text={text ?? ""} />;
  if (content.type === "prompt") return <Prompt content={content} text={text} />;
  if (content.type === "choice") {
    return (
      <span className="flex items-center gap-2">
        <Icon name="check" className="shrink-0 text-ink-2" aria-label={i18n._("Chosen:")} />
        <Words text={text ?? title} />
      </span>
    );
  }
  const caption = typeof content["caption"] === "string" ? content["caption"] : undefined;
  const icon =
    content.type === "media" ? mediaIcon(String(content["kind"])) : (OTHER_ICONS[content.type] ?? "help");
  const address = fileAddress(content);
  const more = caption ?? (text && text !== title ? text : undefined);
  return (
    <div className="flex flex-col gap-1">
      <span className="flex items-center gap-2 font-medium">
        <Icon name={icon} size={18} className="shrink-0 text-ink-2" />
        {address ? (
          <a href={address} target="_blank" rel="noopener noreferrer nofollow" className="underline">
            {title}
          </a>
        ) : (
          title
        )}
      </span>
      {more && <Words text={more} />}
    </div>
  );
}

function Prompt({ content, text }: { content: Content; text: string | null }) {
  const buttons = Array.isArray(content["buttons"])
    ? (content["buttons"] as { id: string; title: string }[])
    : [];
  return (
    <div className="flex flex-col gap-2">
      <Words text={text ?? String(content["body"] ?? "")} />
      {buttons.length > 0 && (
        <ul aria-label={i18n._("Buttons offered")} className="flex flex-wrap gap-1.5">
          {buttons.map((button) => (
            <li key={button.id} className="rounded-control border border-control px-2 text-body">
              {button.title}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function Words({ text }: { text: string }) {
  return (
    <p dir="auto" className="min-w-0 wrap-anywhere whitespace-pre-wrap">
      {text}
    </p>
  );
}
