/** Pages that remember everything a good page never does: errors, policy violations, calls to strangers. */
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, inject } from "vitest";

const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export const base = inject("baseUrl");
const password = inject("password");

let browser: Browser;
const open: { page: Page; faults: string[] }[] = [];

/** Call once at the top of a test file. */
export function withBrowser(): void {
  beforeAll(async () => {
    browser = await chromium.launch({
      executablePath: process.env["PARLEY_CHROMIUM"] ?? "/usr/bin/chromium",
      args: FLAGS,
    });
  });
  afterEach(async () => {
    const faults = open.flatMap((one) => one.faults);
    expected.length = 0;
    for (const { page } of open.splice(0)) await page.context().close();
    expect(faults, "what the pages did wrong").toEqual([]);
  });
  afterAll(() => browser.close());
}

export async function newPage(options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width: 1366, height: 768 },
    locale: "en-GB",
    ...options,
  });
  // Shorter than a test, so that what was waited for stands in the failure.
  context.setDefaultTimeout(10_000);
  const page = await context.newPage();
  const faults: string[] = [];
  await page.addInitScript(() => {
    addEventListener("securitypolicyviolation", (event) => {
      // biome-ignore lint/suspicious/noConsole: this is how the page tells the test
      console.error(`policy violated: ${event.violatedDirective} by ${event.blockedURI} ${event.sample}`);
    });
  });
  page.on("pageerror", (error) => faults.push(`error: ${error.message}`));
  page.on("console", (message) => {
    if (!["error", "warning"].includes(message.type())) return;
    // Asking who is signed in is how the page learns that nobody is.
    if (message.text().includes("401") && message.location().url.endsWith("/api/v1/session")) return;
    if (expected.some((text) => message.text().includes(text))) return;
    faults.push(`console: ${message.text()} ${message.location().url}`);
  });
  page.on("request", (request) => {
    const url = new URL(request.url());
    if (url.protocol.startsWith("http") && url.origin !== base) faults.push(`stranger: ${request.url()}`);
  });
  open.push({ page, faults });
  return page;
}

const expected: string[] = [];

/** A refusal that the test provokes shows in the console, too; nothing else is forgiven. */
export function expectConsole(text: string): void {
  expected.push(text);
}

export async function signIn(page: Page, email: string, path = "/inbox/all"): Promise<void> {
  await page.goto(`${base}/sign-in?to=${encodeURIComponent(path)}`);
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("navigation", { name: "Main" }).waitFor();
}
