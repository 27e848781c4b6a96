import { randomUUID } from "node:crypto";
import type { Page } from "playwright-core";
import { beforeAll, expect, it } from "vitest";
import { newPage, signIn, withBrowser } from "./browser";
import { ANA, callAs, type Door, OWNER, openDoor, writes } from "./workspace";

withBrowser();

const mark = randomUUID().slice(0, 4);
const [ONE, TWO, LOST] = [`Tri One ${mark}`, `Tri Two ${mark}`, `Findme ${mark}`];
let door: Door;

beforeAll(async () => {
  door = await openDoor(await callAs(OWNER));
});

const selected = (page: Page) => page.locator('[role="option"][aria-selected="true"]');
const active = (page: Page) =>
  page.evaluate(() => document.getElementById("conversation-list")?.getAttribute("aria-activedescendant"));

it("a morning's triage without touching the mouse", async () => {
  await writes(door, ONE, "first");
  await writes(door, TWO, "second");
  const page = await newPage();
  await signIn(page, ANA);
  await page.getByRole("option").filter({ hasText: TWO }).waitFor();
  const press = (key: string) => page.keyboard.press(key);

  await press("j");
  await page.getByRole("option").filter({ hasText: TWO }).and(selected(page)).waitFor();
  expect(await active(page)).toMatch(/^row-/);
  await press("j");
  await page.getByRole("option").filter({ hasText: ONE }).and(selected(page)).waitFor();
  await press("k");

  // Keys act on what one sees, so a conversation still on its way takes none.
  await page.getByRole("log", { name: `Messages with ${TWO}` }).waitFor();
  await press("m");
  await page.getByRole("button", { name: /^Assignee: Ana/ }).waitFor();
  await press("r");
  await page.getByLabel(`Reply to ${TWO}`).waitFor();
  await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).toBe("TEXTAREA");
  await page.keyboard.type("e j k are only letters here");
  await press("Control+Enter");
  await page.getByRole("log").getByText("e j k are only letters here").waitFor();
  await press("Escape");
  expect(await page.evaluate(() => document.activeElement?.id)).toBe("thread-log");

  await press("c");
  await page.getByLabel("Comment for colleagues").waitFor();
  await page.keyboard.type("done by keys");
  await press("Enter");
  await page.getByRole("log").getByText("done by keys").waitFor();
  await press("Escape");

  await press("e");
  await page.getByRole("dialog", { name: "Close conversation" }).waitFor();
  await press("Control+Enter");
  await page.getByText(`Closed: ${TWO}`).waitFor();
  await expect.poll(() => page.getByRole("option").filter({ hasText: TWO }).count()).toBe(0);
  await press("z");
  await page.getByRole("option").filter({ hasText: TWO }).waitFor();
});

it("the palette and the sheet list the keys, and Escape closes them", async () => {
  const page = await newPage();
  await signIn(page, ANA);
  await page.keyboard.press("?");
  await page.getByRole("dialog", { name: "Keyboard shortcuts" }).waitFor();
  await page.keyboard.press("Escape");
  await page.keyboard.press("Control+k");
  await page.getByRole("combobox", { name: "Type a command" }).fill("shortc");
  await page.keyboard.press("Enter");
  await page.getByRole("dialog", { name: "Keyboard shortcuts" }).waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "hidden" });
});

it("a contact is found by name from anywhere", async () => {
  await writes(door, LOST, "lost?");
  const page = await newPage();
  await signIn(page, ANA, "/inbox/closed");
  await page.keyboard.press("/");
  await page.getByRole("combobox", { name: "Search contacts" }).fill(LOST.toLowerCase());
  await page.getByRole("option", { name: new RegExp(LOST) }).waitFor();
  await page.keyboard.press("Enter");
  await page.getByRole("log").getByText("lost?").waitFor();
});

it("single keys rest when they are switched off", async () => {
  const page = await newPage();
  await page.addInitScript(() => localStorage.setItem("parley.preferences", '{"shortcuts":false}'));
  await signIn(page, ANA);
  await page.keyboard.press("?");
  await page.keyboard.press("Control+k");
  await page.getByRole("dialog", { name: "Command palette" }).waitFor();
  expect(await page.getByRole("dialog", { name: "Keyboard shortcuts" }).count()).toBe(0);
});
