/** The other side of the tests: contacts who write in, and colleagues who act through the API. */
import { randomUUID } from "node:crypto";
import { inject } from "vitest";

const base = inject("baseUrl");
const password = inject("password");

export const ANA = "ana@demo.parley";
export const BO = "bo@demo.parley";
export const OWNER = "owner@demo.parley";

export interface Caller {
  call: <Result>(method: string, path: string, body?: unknown) => Promise<Result>;
  id: string;
  name: string;
}

export async function callAs(email: string): Promise<Caller> {
  const response = await fetch(`${base}/api/v1/session`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ email, password }),
  });
  if (!response.ok) throw new Error(`${email} cannot sign in: ${response.status} ${await response.text()}`);
  const cookie = (response.headers.get("set-cookie") ?? "").split(";")[0] ?? "";
  const { user, csrf } = (await response.json()) as { user: { id: string; name: string }; csrf: string };
  const call = async <Result>(method: string, path: string, body?: unknown) => {
    const answer = await fetch(`${base}/api/v1${path}`, {
      method,
      headers: { Cookie: cookie, "X-CSRF-Token": csrf, "Content-Type": "application/json" },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    return (text ? JSON.parse(text) : undefined) as Result;
  };
  return { call, id: user.id, name: user.name };
}

export interface Door {
  url: string;
  channelId: string;
  token: string;
}

/** A channel of our own for these tests, with no workflow that answers before a person can. */
export async function openDoor(owner: Caller): Promise<Door> {
  const running = await owner.call<{ items: { id: string; state: string }[] }>("GET", "/workflows");
  for (const workflow of running.items) {
    if (workflow.state === "published") await owner.call("DELETE", `/workflows/${workflow.id}/publication`);
  }
  const users = await owner.call<{ items: { id: string; visibility: string; role: string }[] }>(
    "GET",
    "/users",
  );
  for (const user of users.items) {
    // The demo's agents see only what is theirs; these tests begin where a message reaches nobody yet.
    if (user.role === "agent" && user.visibility !== "all") {
      await owner.call("PATCH", `/users/${user.id}`, { visibility: "all" });
    }
  }
  const [channelId, token] = [`shop-${randomUUID().slice(0, 8)}`, randomUUID()];
  const channel = await owner.call<{ webhook_url: string }>("POST", "/channels", {
    kind: "custom",
    name: "Web shop",
    external_id: channelId,
    config: { channel_id: channelId, api_base_url: "https://shop.invalid", api_token: token },
  });
  return { url: new URL(channel.webhook_url, base).pathname, channelId, token };
}

let written = 0;

/** A contact writes; returns when the server has taken it, not when it is processed. */
export async function writes(door: Door, name: string, text: string): Promise<void> {
  written += 1;
  const response = await fetch(base + door.url, {
    method: "POST",
    headers: { "Content-Type": "application/json", Authorization: `Bearer ${door.token}` },
    body: JSON.stringify({
      channelId: door.channelId,
      contactId: name.normalize("NFD").replace(/[^A-Za-z0-9]/g, ""),
      contact: { firstName: name },
      events: [
        {
          type: "message",
          mId: `${written}-${randomUUID().slice(0, 12)}`,
          timestamp: Date.now(),
          message: { type: "text", text },
        },
      ],
    }),
  });
  if (!response.ok) throw new Error(`the webhook answered ${response.status}: ${await response.text()}`);
}
