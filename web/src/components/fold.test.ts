import { expect, it } from "vitest";
import { fold, isMatch } from "./fold";
import { initials, tint } from "./initials";

it("search ignores case, diacritics and Unicode form", () => {
  expect(fold("Đặng Thị")).toBe("dang thi");
  expect(isMatch("Nguyễn Văn Ân", "an nguyen")).toBe(true);
  expect(isMatch("Ana", "bo")).toBe(false);
});

it("initials come from the first and last word, whatever the script", () => {
  expect([initials("Ana Maria Lima"), initials("đức"), initials("李 雷"), initials("  ")]).toEqual([
    "AL",
    "Đ",
    "李雷",
    "?",
  ]);
  expect(initials("+84 90 123")).toBe("23");
});

it("a name keeps its tint", () => {
  expect(tint("Ana")).toBe(tint("Ana"));
  expect(tint("Bo")).toBeLessThan(6);
});
