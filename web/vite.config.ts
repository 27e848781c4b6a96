import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

const server = process.env["PARLEY_BASE_URL"] ?? "http://127.0.0.1:8000";

export default defineConfig({
  plugins: [react(), tailwindcss()],
  build: {
    outDir: "../src/parley/ui",
    emptyOutDir: true,
    target: "es2022",
    // The policy is `default-src 'self'`: nothing may become a data: address or an inline script.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 700,
  },
  server: {
    proxy: { "/api": { target: server, ws: true, changeOrigin: true } },
  },
  test: {
    projects: [
      {
        extends: true,
        test: { name: "logic", environment: "node", include: ["src/**/*.test.ts"] },
      },
      {
        test: {
          name: "browser",
          environment: "node",
          include: ["e2e/**/*.e2e.ts"],
          globalSetup: "e2e/server.ts",
          fileParallelism: false,
          testTimeout: 30_000,
          // A real browser and a real server on a busy machine: a second try counts, and is told as a flake.
          retry: 1,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
