/** The one place that knows which languages exist and how text, numbers and times are written in them. */
import { i18n } from "@lingui/core";
import { messages as english } from "../locales/en/messages";

export type Locale = "en" | "vi";

export const LOCALES: readonly { id: Locale; name: string }[] = [
  { id: "en", name: "English" },
  { id: "vi", name: "Tiếng Việt" },
];

export function chooseLocale(stored: string | undefined, offered: readonly string[]): Locale {
  const wanted = [stored ?? "", ...offered].map((tag) => tag.toLowerCase().split("-")[0]);
  return wanted.find((tag): tag is Locale => tag === "en" || tag === "vi") ?? "en";
}

export async function activateLocale(locale: Locale): Promise<void> {
  const messages = locale === "vi" ? (await import("../locales/vi/messages")).messages : english;
  i18n.loadAndActivate({ locale, messages });
  document.documentElement.lang = locale;
  document.documentElement.dir = "ltr";
}

export { i18n };
