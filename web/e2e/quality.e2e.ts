import { randomUUID } from "node:crypto";
import { mkdir } from "node:fs/promises";
import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "playwright-core";
import { beforeAll, describe, expect, it } from "vitest";
import { base, expectConsole, newPage, signIn, withBrowser } from "./browser";
import { ANA, callAs, type Door, OWNER, openDoor, writes } from "./workspace";

withBrowser();

const SHOTS = "e2e/screenshots";
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const SIZES = [
  { width: 1366, height: 768 },
  { width: 390, height: 844 },
];

const JONAS = `Jonas Weber ${randomUUID().slice(0, 4)}`;
let door: Door;

beforeAll(async () => {
  await mkdir(SHOTS, { recursive: true });
  door = await openDoor(await callAs(OWNER));
  const lines = [
    "Xin chào, shop còn hàng không?",
    "My parcel has not come.",
    "هل التوصيل متاح اليوم؟",
    "Thanks a lot!",
  ];
  for (const [index, name] of ["Nguyễn Thị Mai", JONAS, "أحمد خالد", "Sofia Martins"].entries()) {
    await writes(door, name, lines[index] ?? "");
  }
});

/** Judged is what stays: while a panel fades in, its colours are half those of what lies behind. */
async function settle(page: Page): Promise<void> {
  await page.evaluate(() =>
    Promise.all(
      document
        .getAnimations()
        .filter((animation) => animation.effect?.getComputedTiming().endTime !== Number.POSITIVE_INFINITY)
        .map((animation) => animation.finished.catch(() => undefined)),
    ),
  );
}

async function violations(page: Page): Promise<string[]> {
  await settle(page);
  const { violations: found } = await new AxeBuilder({ page }).withTags(TAGS).analyze();
  return found.map((one) => `${one.id}: ${one.nodes.map((node) => node.target.join(" ")).join(", ")}`);
}

for (const theme of ["light", "dark"] as const) {
  for (const size of SIZES) {
    describe(`at ${size.width} px, ${theme}`, () => {
      it("the sign-in page has nothing for axe to find", async () => {
        const page = await newPage({ viewport: size, colorScheme: theme });
        await page.goto(`${base}/sign-in`);
        await page.getByRole("heading", { name: "Sign in to Parley" }).waitFor();
        expect(await violations(page)).toEqual([]);
        await page.screenshot({ path: `${SHOTS}/sign-in-${theme}-${size.width}.png` });
      });

      it("the list, a conversation and a comment have nothing for axe to find", async () => {
        const page = await newPage({ viewport: size, colorScheme: theme });
        await signIn(page, ANA);
        await page.getByRole("option").filter({ hasText: JONAS }).waitFor();
        expect(await violations(page)).toEqual([]);
        await page.screenshot({ path: `${SHOTS}/list-${theme}-${size.width}.png` });
        await page.getByRole("option").filter({ hasText: JONAS }).click();
        await page.getByRole("log").getByText("My parcel has not come.").waitFor();
        expect(await violations(page)).toEqual([]);
        await page.screenshot({ path: `${SHOTS}/thread-${theme}-${size.width}.png` });
        await page.getByRole("tab", { name: "Comment" }).click();
        expect(await violations(page)).toEqual([]);
      });
    });
  }
}

it("menus and dialogs have nothing for axe to find", async () => {
  const page = await newPage();
  await signIn(page, ANA);
  await page.getByRole("option").filter({ hasText: JONAS }).click();
  await page.getByRole("log").getByText("My parcel has not come.").waitFor();
  for (const [key, name] of [
    ["a", "Assign"],
    ["e", "Close conversation"],
    ["s", "Snooze"],
    ["Control+k", "Command palette"],
  ] as const) {
    await page.keyboard.press(key);
    await page.getByRole("dialog", { name }).waitFor();
    await settle(page);
    // What lies behind an open overlay is inert, so only the overlay itself is judged.
    const { violations: found } = await new AxeBuilder({ page })
      .include('[role="dialog"]')
      .withTags(TAGS)
      .analyze();
    expect(
      found.map((one) => one.id),
      name,
    ).toEqual([]);
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "hidden" });
  }
});

it("the check itself is awake: a bad page is found out", async () => {
  const page = await newPage();
  await page.goto(`${base}/sign-in`);
  await page.getByRole("heading", { name: "Sign in to Parley" }).waitFor();
  await page.evaluate(() => {
    const [button, image, text] = ["button", "img", "p"].map((name) => document.createElement(name));
    image?.setAttribute("src", "/favicon.svg");
    if (text) [text.textContent, text.style.color, text.style.background] = ["pale words", "#bbb", "#fff"];
    document.querySelector("form")?.append(...[button, image, text].filter((node) => node !== undefined));
  });
  const found = (await violations(page)).map((line) => line.split(":")[0]);
  expect(found).toEqual(expect.arrayContaining(["button-name", "image-alt", "color-contrast"]));
});

it("the policy is awake: a string made into HTML is refused", async () => {
  expectConsole("policy violated: require-trusted-types-for");
  expectConsole("requires 'TrustedHTML'");
  const page = await newPage();
  await page.goto(`${base}/sign-in`);
  const outcome = await page.evaluate(() => {
    const script = document.createElement("div");
    try {
      script.innerHTML = "<b>bold</b>";
      return "allowed";
    } catch {
      return "refused";
    }
  });
  expect(outcome).toBe("refused");
});

it("the theme is there before the first paint", async () => {
  const page = await newPage({ colorScheme: "light" });
  await page.addInitScript(() =>
    localStorage.setItem("parley.preferences", '{"theme":"dark","density":"compact"}'),
  );
  await page.goto(`${base}/sign-in`, { waitUntil: "commit" });
  await page.waitForFunction(() => document.documentElement.dataset["theme"] === "dark");
  expect(await page.evaluate(() => document.documentElement.dataset["density"])).toBe("compact");
});

it("whoever reads Vietnamese is greeted in Vietnamese", async () => {
  const page = await newPage({ locale: "vi-VN" });
  await page.goto(`${base}/sign-in`);
  await page.getByRole("heading", { name: "Đăng nhập Parley" }).waitFor();
  expect(await page.evaluate(() => document.documentElement.lang)).toBe("vi");
});
