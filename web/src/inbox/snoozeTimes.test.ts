import { describe, expect, it } from "vitest";
import { snoozeChoices, toInputValue } from "./snoozeTimes";

const at = (text: string) => new Date(text);

describe("snooze times", () => {
  it("offers later today while today lasts", () => {
    const [later] = snoozeChoices(at("2026-11-18T10:20:00"));
    expect([later?.id, later?.at]).toEqual(["later", at("2026-11-18T13:00:00")]);
    expect(snoozeChoices(at("2026-11-18T19:30:00")).map((choice) => choice.id)).toEqual(["tomorrow", "week"]);
  });

  it("starts next week on Monday at nine", () => {
    const week = snoozeChoices(at("2026-11-18T10:00:00")).find((choice) => choice.id === "week");
    expect(week?.at).toEqual(at("2026-11-23T09:00:00"));
  });

  it("never offers the same moment twice, not even on a Sunday", () => {
    const times = snoozeChoices(at("2026-11-22T10:00:00")).map((choice) => choice.at.getTime());
    expect(new Set(times).size).toBe(times.length);
  });

  it("writes a moment the way a date field reads it", () => {
    expect(toInputValue(at("2026-01-05T07:04:00"))).toBe("2026-01-05T07:04");
  });
});
