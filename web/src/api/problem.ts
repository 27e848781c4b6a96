/** A refusal by the server (RFC 9457), or the silence of one that cannot be reached. */

export interface FieldError {
  field: string;
  message: string;
}

export class Problem extends Error {
  readonly status: number;
  readonly code: string;
  readonly fields: readonly FieldError[];
  readonly details: Readonly<Record<string, unknown>>;

  constructor(status: number, body: Record<string, unknown>) {
    super(text(body["detail"]) ?? text(body["title"]) ?? `HTTP ${status}`);
    this.name = "Problem";
    this.status = status;
    this.code = text(body["code"]) ?? "unknown";
    this.fields = Array.isArray(body["errors"]) ? (body["errors"] as FieldError[]) : [];
    this.details = body;
  }
}

export async function problemOf(response: Response): Promise<Problem> {
  const body: unknown = await response.json().catch(() => ({}));
  return new Problem(response.status, isRecord(body) ? body : {});
}

export function isProblem(error: unknown, code?: string): error is Problem {
  return error instanceof Problem && (code === undefined || error.code === code);
}

/** Whether the same request may simply be made again: the server was away or busy, it did not refuse. */
export function isPassing(error: unknown): boolean {
  return !(error instanceof Problem) || error.status >= 500 || error.status === 429;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function text(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
