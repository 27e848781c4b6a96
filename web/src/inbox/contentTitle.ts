/** A name for content that is not text. */
import { i18n } from "@lingui/core";
import type { Content } from "../api/types";
import type { IconName } from "../components/icons";

export function contentTitle(content: Content): string {
  switch (content.type) {
    case "media":
      return mediaTitle(content);
    case "location":
      return named(content["name"] ?? content["address"]) ?? i18n._("Location");
    case "contact_cards":
      return i18n._("Contact card");
    case "choice":
      return named(content["title"]) ?? i18n._("Choice");
    case "form":
      return i18n._("Form: {name}", { name: named(content["name"]) ?? "" });
    case "order":
      return i18n._("Order");
    case "call":
      return i18n._("Call: {status}", { status: named(content["status"]) ?? "" });
    case "system":
      return i18n._("Notice by the channel");
    case "unsupported":
      return i18n._("Not supported here: {type}", { type: named(content["provider_type"]) ?? "?" });
    default:
      return i18n._("Not supported here: {type}", { type: content.type });
  }
}

function mediaTitle(content: Content): string {
  const words: Record<string, string> = {
    image: i18n._("Image"),
    video: i18n._("Video"),
    audio: i18n._("Audio"),
    voice: i18n._("Voice message"),
    file: i18n._("File"),
    sticker: i18n._("Sticker"),
    gif: i18n._("GIF"),
  };
  const word = words[String(content["kind"])] ?? i18n._("File");
  const filename = named(content["filename"]);
  return filename ? `${word}: ${filename}` : word;
}

/** Where a file lies on the web, if anybody can open it there; what the provider keeps needs its token. */
export function fileAddress(content: Content): string | undefined {
  const address = named(content["url"]);
  const isOpen = content.type === "media" && content["provider_media_id"] === undefined;
  return isOpen && address?.startsWith("https://") ? address : undefined;
}

export function mediaIcon(kind: string): IconName {
  const icons: Record<string, IconName> = {
    image: "image",
    gif: "image",
    video: "video",
    audio: "audio",
    voice: "audio",
    sticker: "sticker",
  };
  return icons[kind] ?? "file";
}

function named(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
