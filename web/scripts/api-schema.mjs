// Writes src/api/schema.ts from the server's OpenAPI document; with --check it fails when that would change it.
import { readFileSync, writeFileSync } from "node:fs";
import openapiTypes, { astToString } from "openapi-typescript";

const DOCUMENT = new URL("../../docs/reference/openapi.json", import.meta.url);
const TYPES = new URL("../src/api/schema.ts", import.meta.url);

const head = "// Made from docs/reference/openapi.json by `npm run api`: do not edit.\n";
const made =
  head + astToString(await openapiTypes(DOCUMENT, { alphabetize: true, defaultNonNullable: false }));
if (!process.argv.includes("--check")) writeFileSync(TYPES, made);
else if (readFileSync(TYPES, "utf8") !== made) {
  process.stderr.write('src/api/schema.ts is out of date: run "npm run api" and commit it\n');
  process.exit(1);
}
