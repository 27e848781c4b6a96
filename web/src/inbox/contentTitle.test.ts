import { i18n } from "@lingui/core";
import { beforeAll, describe, expect, it } from "vitest";
import { messages } from "../locales/en/messages";
import { contentTitle, fileAddress } from "./contentTitle";

const MENU = "https://files.example.com/menu.pdf";

beforeAll(() => {
  i18n.loadAndActivate({ locale: "en", messages });
});

describe("a file in a thread", () => {
  it("is called what it is", () => {
    expect(contentTitle({ type: "media", kind: "file", filename: "menu.pdf", url: MENU })).toBe(
      "File: menu.pdf",
    );
    expect(contentTitle({ type: "media", kind: "image", url: MENU })).toBe("Image");
  });

  it("can be opened where it lies on the web", () => {
    expect(fileAddress({ type: "media", kind: "file", url: MENU })).toBe(MENU);
  });

  it.each([
    { type: "media", kind: "image", url: MENU, provider_media_id: "1" },
    { type: "media", kind: "image", url: "javascript:alert(1)" },
    { type: "media", kind: "image", url: "http://files.example.com/a.png" },
    { type: "media", kind: "image" },
    { type: "location", url: MENU },
  ])("is no link otherwise: %o", (content) => {
    expect(fileAddress(content)).toBeUndefined();
  });
});
