import { randomUUID } from "node:crypto";
import type { Page } from "playwright-core";
import { beforeAll, expect, it } from "vitest";
import { expectConsole, newPage, signIn, withBrowser } from "./browser";
import { ANA, BO, type Caller, callAs, type Door, OWNER, openDoor, writes } from "./workspace";

withBrowser();

let door: Door;
let owner: Caller;

beforeAll(async () => {
  owner = await callAs(OWNER);
  door = await openDoor(owner);
});

// Names of this run alone, so that the tests may meet a server that has seen others.
const mark = randomUUID().slice(0, 4);
const named = (name: string) => `${name} ${mark}`;
const row = (page: Page, name: string) => page.getByRole("option").filter({ hasText: name });
const log = (page: Page) => page.getByRole("log");

/** Somebody has written, and Ana has the conversation open before her. */
async function anaReads(name: string, text: string): Promise<Page> {
  await writes(door, name, text);
  const page = await newPage();
  await signIn(page, ANA);
  await row(page, name).click();
  await log(page).getByText(text).waitFor();
  return page;
}

it("a message arrives while one looks: in the list, in the title, in the thread", async () => {
  const page = await newPage();
  await signIn(page, ANA);
  await writes(door, named("Mai Linh"), "Is anybody there?");
  await row(page, named("Mai Linh")).getByText("Is anybody there?").waitFor();
  await expect.poll(() => page.title()).toMatch(/^\(\d+\) /);
  await row(page, named("Mai Linh")).click();
  await log(page).getByText("Is anybody there?").waitFor();
  await writes(door, named("Mai Linh"), "Hello again");
  await log(page).getByText("Hello again").waitFor();
  await expect.poll(() => row(page, named("Mai Linh")).textContent()).not.toContain("unread");
});

it("a reply stands in the log at once with how far it has come", async () => {
  const page = await anaReads(named("Sofia"), "When do you open?");
  await page.getByLabel(`Reply to ${named("Sofia")}`).fill("At nine.");
  await page.keyboard.press("Enter");
  const message = log(page).getByRole("article").filter({ hasText: "At nine." });
  await message.getByText(/Queued|Sending|Sent|Accepted|Delivered|Failed|Unknown/).waitFor();
  await row(page, named("Sofia")).getByText("At nine.").waitFor();
  expect(await page.getByLabel(`Reply to ${named("Sofia")}`).inputValue()).toBe("");
});

it("a comment looks like nothing else and keeps a draft of its own", async () => {
  const page = await anaReads(named("Diego"), "I am angry");
  await page.getByLabel(`Reply to ${named("Diego")}`).fill("Dear Diego");
  await page.getByRole("tab", { name: "Comment" }).click();
  await page.getByLabel("Comment for colleagues").fill("Give him a voucher");
  await page.getByRole("tab", { name: "Reply" }).click();
  expect(await page.getByLabel(`Reply to ${named("Diego")}`).inputValue()).toBe("Dear Diego");
  await page.getByRole("tab", { name: "Comment" }).click();
  expect(new URL(page.url()).searchParams.get("tab")).toBe("comment");
  await page.getByRole("button", { name: "Add comment" }).click();
  await log(page).getByText("Comment by Ana").waitFor();
  await page.reload();
  await page.getByRole("tab", { name: "Reply" }).click();
  expect(await page.getByLabel(`Reply to ${named("Diego")}`).inputValue()).toBe("Dear Diego");
});

it("assigning says who has it, and can be taken back", async () => {
  const page = await anaReads(named("Emma"), "Who can help me?");
  await page.getByRole("button", { name: /^Assignee/ }).click();
  await page.getByRole("combobox", { name: "Assign to…" }).fill("bo");
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: /^Assignee: Bo/ }).waitFor();
  await page.getByRole("button", { name: "Undo (z)" }).click();
  await page.getByRole("button", { name: /^Assignee: Unassigned/ }).waitFor();
});

it("two agents who take the same conversation: the slower one learns who has it", async () => {
  expectConsole("409");
  const page = await anaReads(named("Jonas"), "Who is there?");
  const id = page.url().split("#/c/")[1];
  const bo = await callAs(BO);
  // Ana's page is cut off from news for a moment, so that it acts on what it last knew.
  await page.route("**/api/v1/conversations/*", (route) =>
    route.request().method() === "GET" ? route.abort() : route.continue(),
  );
  expectConsole("ERR_FAILED");
  await bo.call("PUT", `/conversations/${id}/assignment`, { user_id: bo.id });
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: /^Assignee/ }).click();
  await page.getByRole("option", { name: /^Me/ }).click();
  await page.getByText(`${bo.name} has it already.`).first().waitFor();
});

it("closing takes it out of the list; undo brings the same one back", async () => {
  const page = await anaReads(named("Aisha"), "Thank you!");
  await page.getByRole("button", { name: "Close", exact: true }).click();
  await page.getByLabel(/^Summary/).fill("She said thanks");
  await page.getByRole("dialog").getByRole("button", { name: "Close conversation" }).click();
  await page.getByText(`Closed: ${named("Aisha")}`).waitFor();
  await expect.poll(() => row(page, named("Aisha")).count()).toBe(0);
  await page.getByRole("button", { name: "Undo (z)" }).click();
  await row(page, named("Aisha")).waitFor();
});

it("a snoozed conversation waits in its own view", async () => {
  const page = await anaReads(named("Olivia"), "Call me tomorrow");
  await page.getByRole("button", { name: "Snooze" }).click();
  await page.getByRole("button", { name: /^Tomorrow/ }).click();
  await expect.poll(() => row(page, named("Olivia")).count()).toBe(0);
  await page
    .getByRole("navigation", { name: "Views" })
    .getByRole("link", { name: /^Snoozed/ })
    .click();
  await row(page, named("Olivia")).waitFor();
});

it("presence is changed in the rail and known to the server", async () => {
  const page = await newPage();
  await signIn(page, ANA);
  for (const presence of ["Busy", "Online"]) {
    await page.getByRole("button", { name: /^Presence/ }).click();
    await page.getByRole("menuitemradio", { name: presence }).click();
    await page.getByRole("button", { name: `Presence: ${presence}` }).waitFor();
  }
  const users = await owner.call<{ items: { name: string; presence: string }[] }>("GET", "/users");
  expect(users.items.find((user) => user.name.startsWith("Ana"))?.presence).toBe("online");
});

it("rows stay where they are under the pointer, and what is new is counted", async () => {
  await writes(door, named("Standing"), "I was here first");
  const page = await newPage();
  await signIn(page, ANA);
  await row(page, named("Standing")).hover();
  const before = await row(page, named("Standing")).boundingBox();
  await writes(door, named("Newcomer"), "Me too");
  await page.getByRole("button", { name: /^\d+ new$/ }).waitFor();
  expect(await row(page, named("Standing")).boundingBox()).toEqual(before);
  await page.getByRole("button", { name: /^\d+ new$/ }).click();
  await row(page, named("Newcomer")).waitFor();
});

it("says so when the line is lost, and catches up when it is back", async () => {
  expectConsole("ERR_INTERNET_DISCONNECTED");
  expectConsole("WebSocket");
  const page = await newPage();
  await signIn(page, ANA);
  await row(page, named("Standing")).waitFor();
  await page.context().setOffline(true);
  await page.getByText(/^Offline: reconnecting/).waitFor({ timeout: 10_000 });
  await writes(door, named("Patient"), "Written while you were away");
  await page.context().setOffline(false);
  await row(page, named("Patient")).waitFor();
  await page.getByText(/^Offline: reconnecting/).waitFor({ state: "hidden" });
});
