import { describe, expect, it } from "vitest";
import { reconnectDelay } from "./backoff";

describe("the wait before reconnecting", () => {
  it("doubles with every attempt and stops growing at half a minute", () => {
    expect([0, 1, 2, 3].map((attempt) => reconnectDelay(attempt, 0))).toEqual([250, 500, 1000, 2000]);
    expect(reconnectDelay(50, 0.999)).toBeLessThanOrEqual(30_000);
  });

  it("differs between two tabs that lost the server at the same moment", () => {
    expect(reconnectDelay(3, 0.1)).not.toBe(reconnectDelay(3, 0.9));
  });
});
