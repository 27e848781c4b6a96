import { beforeEach, describe, expect, it } from "vitest";
import type { LiveEvent } from "../api/types";
import { type Link, LiveSocket } from "./socket";

class Line {
  sent: string[] = [];
  onopen: (() => void) | null = null;
  onclose: (() => void) | null = null;
  onmessage: ((message: { data: string }) => void) | null = null;
  send(text: string) {
    this.sent.push(text);
  }
  close() {
    this.onclose?.();
  }
  says(frame: object) {
    this.onmessage?.({ data: JSON.stringify(frame) });
  }
}

interface Timer {
  run: () => void;
  after: number;
}

describe("the live socket", () => {
  let lines: Line[];
  let timers: Set<Timer>;
  let links: Link[];
  let seen: LiveEvent[];
  let gaps: number;
  let live: LiveSocket;

  const line = () => lines.at(-1) as Line;
  const elapse = (limit: number) => {
    for (const timer of [...timers].filter((candidate) => candidate.after <= limit)) {
      timers.delete(timer);
      timer.run();
    }
  };

  beforeEach(() => {
    [lines, links, seen, gaps] = [[], [], [], 0];
    timers = new Set();
    live = new LiveSocket(
      {
        open: () => {
          lines.push(new Line());
          return line() as unknown as WebSocket;
        },
        later: (run, after) => {
          const timer = { run, after };
          timers.add(timer);
          return () => timers.delete(timer);
        },
        chance: () => 0.5,
      },
      {
        onEvents: (events) => seen.push(...events),
        onGap: () => {
          gaps += 1;
        },
        onLink: (link) => links.push(link),
      },
    );
    live.start();
    line().onopen?.();
    line().says({ type: "hello", cursor: "10" });
  });

  it("asks for what it missed by the cursor of the last event it saw", () => {
    line().says({ type: "events", cursor: "12", events: [{ id: "e" }] });
    line().close();
    elapse(1000);
    line().onopen?.();
    expect(lines).toHaveLength(2);
    expect(line().sent).toEqual(['{"resume":"12"}']);
    expect(seen).toHaveLength(1);
  });

  it("does not let a greeting skip the gap", () => {
    line().close();
    elapse(1000);
    line().onopen?.();
    line().says({ type: "hello", cursor: "99" });
    line().close();
    elapse(1000);
    line().onopen?.();
    expect(line().sent).toEqual(['{"resume":"10"}']);
  });

  it("says so when the gap is too long, and goes on from there", () => {
    line().says({ type: "refetch", cursor: "500" });
    expect(gaps).toBe(1);
    line().close();
    elapse(1000);
    line().onopen?.();
    expect(line().sent).toEqual(['{"resume":"500"}']);
  });

  it("tells when the line is lost and when it is back", () => {
    line().close();
    elapse(1000);
    line().onopen?.();
    line().says({ type: "hello", cursor: "10" });
    expect(links).toEqual(["connecting", "online", "offline", "connecting", "online"]);
  });

  it("gives up on a line that has gone silent", () => {
    elapse(60_000);
    expect(links.at(-1)).toBe("offline");
  });

  it("stays closed once stopped", () => {
    live.stop();
    elapse(100_000);
    expect(lines).toHaveLength(1);
  });
});
