/** Gives the browser tests a real Parley: the one that PARLEY_BASE_URL names, else a fresh one of their own. */
import { type ChildProcess, spawn } from "node:child_process";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { TestProject } from "vitest/node";

const READY_WITHIN = 110_000;
const PASSWORD = "demo-password-1";

declare module "vitest" {
  interface ProvidedContext {
    baseUrl: string;
    password: string;
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env["PARLEY_BASE_URL"];
  project.provide("password", process.env["PARLEY_DEMO_PASSWORD"] ?? PASSWORD);
  if (given) {
    project.provide("baseUrl", given);
    return async () => undefined;
  }
  const data = await mkdtemp(join(tmpdir(), "parley-e2e-"));
  // Postgres may run as another account, which must be able to pass through; it guards its own folder.
  await chmod(data, 0o711);
  const server = start(join(data, "data"), await freePort());
  try {
    project.provide("baseUrl", await readyAddress(server));
  } catch (error) {
    await stop(server);
    await rm(data, { recursive: true, force: true });
    throw error;
  }
  return async () => {
    await stop(server);
    await rm(data, { recursive: true, force: true });
  };
}

function start(data: string, port: number): ChildProcess {
  const command = process.env["PARLEY_COMMAND"] ?? resolve("../.venv/bin/parley");
  const words = ["up", "--data", data, "--port", String(port), "--demo", "--demo-password", PASSWORD];
  return spawn(command, words, { stdio: ["ignore", "pipe", "pipe"] });
}

function readyAddress(server: ChildProcess): Promise<string> {
  return new Promise((found, failed) => {
    let said = "";
    const timer = setTimeout(() => failed(new Error(`the server did not get ready:\n${said}`)), READY_WITHIN);
    timer.unref();
    const listen = (chunk: Buffer) => {
      said = (said + chunk.toString()).slice(-8000);
      const address = /^READY (http\S+)/m.exec(said)?.[1];
      if (!address) return;
      clearTimeout(timer);
      found(address);
    };
    server.stdout?.on("data", listen);
    server.stderr?.on("data", listen);
    server.once("error", failed);
    server.once("exit", (code) => failed(new Error(`the server ended with ${code}:\n${said}`)));
  });
}

async function stop(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.pid === undefined) return;
  const ended = new Promise((done) => server.once("exit", done));
  server.kill("SIGINT");
  const timer = setTimeout(() => server.kill("SIGKILL"), 20_000);
  await ended;
  clearTimeout(timer);
}

function freePort(): Promise<number> {
  return new Promise((found, failed) => {
    const probe = createServer();
    probe.once("error", failed);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() =>
        typeof address === "object" && address ? found(address.port) : failed(new Error("no port")),
      );
    });
  });
}
