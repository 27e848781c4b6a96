import { describe, expect, it } from "vitest";
import type { LiveEvent } from "../api/types";
import { EventBatch, type Touched } from "./batch";

const event = (conversation: string, kind = "MessageReceived") =>
  ({ kind, conversation_id: conversation, contact_id: `of-${conversation}` }) as LiveEvent;

describe("a burst of events", () => {
  it("becomes one flush that names each conversation once", () => {
    const flushed: Touched[] = [];
    const timers: { run: () => void; after: number }[] = [];
    const batch = new EventBatch(
      (touched) => flushed.push(touched),
      () => 5000,
      (run, after) => timers.push({ run, after }),
    );
    for (let count = 0; count < 200; count += 1)
      batch.add([event("c1"), event("c2", "ConversationAssigned")]);
    expect(timers.map((timer) => timer.after)).toEqual([60]);
    timers[0]?.run();
    expect(flushed).toHaveLength(1);
    expect([...(flushed[0]?.conversations ?? [])]).toEqual(["c1", "c2"]);
    expect(flushed[0]?.received).toHaveLength(200);
  });

  it("is flushed at most once a second while it lasts", () => {
    let now = 5000;
    const timers: { run: () => void; after: number }[] = [];
    const batch = new EventBatch(
      () => undefined,
      () => now,
      (run, after) => timers.push({ run, after }),
    );
    batch.add([event("c1")]);
    timers[0]?.run();
    now = 5200;
    batch.add([event("c1")]);
    expect(timers[1]?.after).toBe(800);
  });
});
