// Extracts and compiles the messages; with --check it fails when something is missing or not committed.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

const CATALOGS = ["en", "vi"].flatMap((locale) => [
  `src/locales/${locale}/messages.po`,
  `src/locales/${locale}/messages.ts`,
]);
const lingui = (...words) =>
  execFileSync(process.execPath, ["node_modules/@lingui/cli/dist/lingui.js", ...words], { stdio: "pipe" });
// The date of extraction and the places of use are not a change.
const read = () =>
  CATALOGS.map((path) => readFileSync(path, "utf8").replace(/^("POT-Creation-Date|#:).*$/gm, ""));

const before = read();
lingui("extract", "--clean");
lingui("compile", "--typescript", "--strict");
const changed = CATALOGS.filter((_, index) => read()[index] !== before[index]);
if (process.argv.includes("--check") && changed.length > 0) {
  process.stderr.write(`Messages have changed: run "npm run messages" and commit ${changed.join(", ")}\n`);
  process.exit(1);
}
