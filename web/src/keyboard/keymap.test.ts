import { describe, expect, it } from "vitest";
import { BINDINGS, commandFor, printedKeys, type Stroke, type Surroundings } from "./keymap";

const press = (key: string, more: Partial<Stroke> = {}): Stroke => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  ...more,
});
const idle: Surroundings = { typing: false, overlay: false, onControl: false, letters: true };

describe("keys", () => {
  it("never fire while somebody is typing, save the palette and Escape", () => {
    const typing = { ...idle, typing: true };
    expect(commandFor(press("e"), typing)).toEqual({});
    expect(commandFor(press("k", { ctrlKey: true }), typing)).toEqual({ command: "palette" });
    expect(commandFor(press("Escape"), typing)).toEqual({ command: "leave" });
  });

  it("leave an open menu its own keys", () => {
    expect(commandFor(press("a"), { ...idle, overlay: true })).toEqual({});
    expect(commandFor(press("Escape"), { ...idle, overlay: true })).toEqual({});
  });

  it("read g then i as one command", () => {
    const first = commandFor(press("g"), idle);
    expect(first).toEqual({ pending: "g" });
    expect(commandFor(press("i"), idle, first.pending)).toEqual({ command: "goInbox" });
    expect(commandFor(press("x"), idle, first.pending)).toEqual({});
  });

  it("can be switched off, as WCAG 2.1.4 asks", () => {
    expect(commandFor(press("e"), { ...idle, letters: false })).toEqual({});
  });

  it("leave an input method alone", () => {
    expect(commandFor(press("e", { isComposing: true }), idle)).toEqual({});
  });

  it("leave Enter to a focused button", () => {
    expect(commandFor(press("Enter"), { ...idle, onControl: true })).toEqual({});
    expect(commandFor(press("Enter"), idle)).toEqual({ command: "focusThread" });
  });

  it("are each bound once, and printable", () => {
    const keys = BINDINGS.map((binding) => binding.keys);
    expect(new Set(keys).size).toBe(keys.length);
    expect(printedKeys("palette", true)).toBe("⌘ K");
    expect(printedKeys("goInbox", false)).toBe("g i");
  });
});
