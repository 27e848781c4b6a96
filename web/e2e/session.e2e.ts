import { expect, it } from "vitest";
import { base, expectConsole, newPage, signIn, withBrowser } from "./browser";
import { ANA } from "./workspace";

withBrowser();

it("a person signs in, and is where the link pointed", async () => {
  const page = await newPage();
  await page.goto(`${base}/inbox/closed`);
  await page.getByRole("heading", { name: "Sign in to Parley" }).waitFor();
  await signIn(page, ANA, "/inbox/closed");
  expect(new URL(page.url()).pathname).toBe("/inbox/closed");
});

it("wrong and missing entries are answered in words, beside what is wrong", async () => {
  expectConsole("401");
  const page = await newPage();
  await page.goto(`${base}/sign-in`);
  await page.getByRole("button", { name: "Sign in" }).click();
  expect(await page.getByLabel("E-mail").getAttribute("aria-invalid")).toBe("true");
  expect(await page.evaluate(() => document.activeElement?.id)).toBe("email");
  await page.getByLabel("E-mail").fill("nobody@demo.parley");
  await page.getByLabel("Password", { exact: true }).fill("not the password");
  await page.keyboard.press("Enter");
  await page.getByRole("alert").filter({ hasText: "E-mail or password is wrong" }).waitFor();
});

it("a password can be pasted", async () => {
  const page = await newPage({ permissions: ["clipboard-read", "clipboard-write"] });
  await page.goto(`${base}/sign-in`);
  await page.evaluate(() => navigator.clipboard.writeText("pasted secret"));
  await page.getByLabel("Password", { exact: true }).focus();
  await page.keyboard.press("Control+v");
  expect(await page.getByLabel("Password", { exact: true }).inputValue()).toBe("pasted secret");
});

it("signing out leaves nothing behind, and the inbox asks again who one is", async () => {
  const page = await newPage();
  await signIn(page, ANA);
  await page.evaluate(() => localStorage.setItem("parley.draft.x.y.reply", '{"text":"secret","at":1e15}'));
  await page.getByRole("button", { name: /^Profile and settings/ }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await page.getByRole("heading", { name: "Sign in to Parley" }).waitFor();
  expect(await page.evaluate(() => Object.keys(localStorage).filter((key) => key.includes("draft")))).toEqual(
    [],
  );
  await page.goto(`${base}/inbox/mine`);
  await page.getByRole("heading", { name: "Sign in to Parley" }).waitFor();
});
