import { i18n } from "@lingui/core";
import { beforeAll, describe, expect, it } from "vitest";
import { messages } from "../locales/en/messages";
import { isEnterToSend } from "./enter";
import { replyBlock } from "./replyBlock";

beforeAll(() => i18n.loadAndActivate({ locale: "en", messages }));

describe("Enter in the composer", () => {
  const enter = { key: "Enter", shiftKey: false, altKey: false, isComposing: false, keyCode: 13 };

  it("sends, and starts a line with Shift", () => {
    expect(isEnterToSend(enter)).toBe(true);
    expect(isEnterToSend({ ...enter, shiftKey: true })).toBe(false);
  });

  it("does not send while a word is being composed (Vietnamese, Chinese, Japanese)", () => {
    expect(isEnterToSend({ ...enter, isComposing: true })).toBe(false);
    expect(isEnterToSend({ ...enter, keyCode: 229 })).toBe(false);
  });
});

describe("whether one may write to the contact", () => {
  const now = new Date("2026-11-22T12:00:00Z");
  const window = {
    channel_id: "c",
    open_until: "2026-11-22T13:00:00Z",
    is_open: true,
    must_write_first: false,
  };
  const block = (change: Partial<typeof window> | null) =>
    replyBlock({ status: "open", reply_window: change === null ? null : { ...window, ...change } }, now);

  it("is free while the window is open, or where there is none", () => {
    expect(block({})).toBeUndefined();
    expect(block(null)).toBeUndefined();
  });

  it("ends by itself when the time comes, before the server says so", () => {
    expect(block({ open_until: "2026-11-22T11:59:00Z" })).toContain("closed at");
  });

  it("says when the contact must write first", () => {
    expect(block({ must_write_first: true })).toContain("must write first");
    expect(block({ is_open: false })).toContain("You can write again");
  });
});
