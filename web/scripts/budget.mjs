// Fails when what a browser must load first, or any source file, outgrows its limit. Run after the build.
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

const BUILT = "../src/parley/ui";
const LIMITS = { entry: 190, inbox: 225, css: 15 };
const LINES = 250;

const packed = (path) => gzipSync(readFileSync(path), { level: 9 }).length / 1024;
const assets = readdirSync(join(BUILT, "assets")).map((name) => join(BUILT, "assets", name));

/** A chunk with everything that it imports statically, each once. */
function withImports(path, seen = new Set()) {
  if (seen.has(path)) return seen;
  seen.add(path);
  const text = readFileSync(path, "utf8");
  for (const [, name] of text.matchAll(/(?:from|import)\s*["']\.\/([\w.-]+\.js)["']/g)) {
    withImports(join(BUILT, "assets", name), seen);
  }
  return seen;
}

const weigh = (paths) => [...paths].reduce((sum, path) => sum + packed(path), 0);
const entry = /src="\/(assets\/index-[\w-]+\.js)"/.exec(readFileSync(join(BUILT, "index.html"), "utf8"))?.[1];
if (!entry) throw new Error("index.html names no entry script: build first");
const first = withImports(join(BUILT, entry));
const rooms = assets.filter((path) => /(?:Shell|InboxPage)-[\w-]+\.js$/.test(path));
const inbox = rooms.reduce((seen, path) => withImports(path, seen), new Set(first));

const found = {
  entry: weigh(first),
  inbox: weigh(inbox),
  css: weigh(assets.filter((path) => path.endsWith(".css"))),
};
const faults = Object.entries(LIMITS)
  .filter(([name, limit]) => found[name] > limit)
  .map(([name, limit]) => `${name}: ${found[name].toFixed(1)} KB gz, the limit is ${limit}`);

function sources(folder) {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) return sources(path);
    return /\.(tsx?|mjs|css)$/.test(name) && !/^(messages|schema)\.ts$/.test(name) ? [path] : [];
  });
}
for (const path of ["src", "e2e", "scripts"].flatMap(sources)) {
  const lines = readFileSync(path, "utf8").split("\n").length - 1;
  if (lines > LINES) faults.push(`${path}: ${lines} lines, the limit is ${LINES}`);
}

for (const [name, size] of Object.entries(found)) {
  process.stdout.write(`${name.padEnd(6)} ${size.toFixed(1).padStart(6)} of ${LIMITS[name]} KB gz\n`);
}
for (const fault of faults) process.stderr.write(`over budget: ${fault}\n`);
process.exit(faults.length > 0 ? 1 : 0);
