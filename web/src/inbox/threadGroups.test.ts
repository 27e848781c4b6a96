import { expect, it } from "vitest";
import type { MessageItem, ThreadItem } from "../api/types";
import { groupThread } from "./threadGroups";

const says = (at: string, direction: "in" | "out" = "in", id = at) =>
  ({
    type: "message",
    id,
    at,
    direction,
    author: direction === "in" ? "contact" : "user",
    author_id: null,
  }) as MessageItem;

it("a thread reads from the oldest day to the newest", () => {
  const days = groupThread([
    says("2026-11-22T09:00:00"),
    says("2026-11-21T23:59:00"),
    says("2026-11-21T08:00:00"),
  ]);
  expect(days.map((day) => day.entries.map((entry) => entry.item.at))).toEqual([
    ["2026-11-21T08:00:00", "2026-11-21T23:59:00"],
    ["2026-11-22T09:00:00"],
  ]);
});

it("messages by one author within five minutes share a name and a time", () => {
  const items: ThreadItem[] = [
    says("2026-11-22T09:20:00"),
    says("2026-11-22T09:02:00", "out"),
    says("2026-11-22T09:01:00"),
    says("2026-11-22T09:00:00"),
  ];
  const entries = groupThread(items)[0]?.entries ?? [];
  expect(entries.map((entry) => [entry.startsRun, entry.endsRun])).toEqual([
    [true, false],
    [false, true],
    [true, true],
    [true, true],
  ]);
});
