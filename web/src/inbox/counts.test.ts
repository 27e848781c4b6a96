import { expect, it } from "vitest";
import { cappedCount, waitingCount } from "./counts";

it("a count above the cap is written with a plus", () => {
  expect([cappedCount(0, 999), cappedCount(999, 999), cappedCount(1000, 999)]).toEqual(["0", "999", "999+"]);
});

it("the title counts my unanswered conversations and those nobody has", () => {
  expect(waitingCount({ views: { mine: 9, unassigned: 2 }, cap: 999, unanswered_mine: 3 })).toBe(5);
});
