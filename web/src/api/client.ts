/** Calls to our own server: JSON, the session cookie, the CSRF header on writes, problems as errors. */
import { type Problem, problemOf } from "./problem";

type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
type Query = Record<string, string | number | null | undefined>;

interface Options {
  body?: unknown;
  query?: Query;
  /** Names one attempt of a person, so that a repeated request changes nothing twice. */
  idempotencyKey?: string;
  signal?: AbortSignal;
}

let csrf = "";
let onSignedOut: () => void = () => undefined;

export function rememberCsrf(token: string): void {
  csrf = token;
}

export function whenSignedOut(handler: () => void): void {
  onSignedOut = handler;
}

/** For who learns it otherwise than by a refused request. */
export function sessionIsOver(): void {
  onSignedOut();
}

export async function request<Result>(method: Method, path: string, options: Options = {}): Promise<Result> {
  const response = await fetch(address(path, options.query), {
    method,
    headers: headersOf(method, options),
    credentials: "same-origin",
    ...(options.body !== undefined && { body: JSON.stringify(options.body) }),
    ...(options.signal && { signal: options.signal }),
  });
  if (!response.ok) throw await refusal(response, path);
  return response.status === 204 ? (undefined as Result) : ((await response.json()) as Result);
}

async function refusal(response: Response, path: string): Promise<Problem> {
  const problem = await problemOf(response);
  if (response.status === 401 && path !== "/session") onSignedOut();
  return problem;
}

function headersOf(method: Method, options: Options): Headers {
  const headers = new Headers({ Accept: "application/json" });
  if (options.body !== undefined) headers.set("Content-Type", "application/json");
  if (method !== "GET" && csrf) headers.set("X-CSRF-Token", csrf);
  if (options.idempotencyKey) headers.set("Idempotency-Key", options.idempotencyKey);
  return headers;
}

function address(path: string, query: Query = {}): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== null && value !== undefined && value !== "") search.set(name, String(value));
  }
  const text = search.toString();
  return `/api/v1${path}${text && `?${text}`}`;
}

/** A fresh key for one attempt. `crypto.randomUUID` exists only on secure origins, so it has a stand-in. */
export function attemptKey(): string {
  if (typeof crypto.randomUUID === "function") return crypto.randomUUID();
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, "0"),
  ).join("");
}
