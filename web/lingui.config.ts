import type { LinguiConfig } from "@lingui/conf";

const config: Partial<LinguiConfig> = {
  sourceLocale: "en",
  locales: ["en", "vi"],
  catalogs: [{ path: "src/locales/{locale}/messages", include: ["src"], exclude: ["**/*.test.ts"] }],
  format: "po",
  orderBy: "messageId",
  compileNamespace: "ts",
};

export default config;
