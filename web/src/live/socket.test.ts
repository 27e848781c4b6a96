import { beforeEach, describe, expect, it } from "vitest";
import type { LiveEvent } from "../api/types";
import { type Link, LiveSocket } from "./socket";

class Line {
  sent: string[] = [];
  onopen: (() => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;
  onmessage: ((message: { data: string }) => void) | null = null;
  send(text: string) {
    this.sent.push(text);
  }
  close(code = 1005) {
    this.onclose?.({ code });
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
  let overs: number;
  let live: LiveSocket;

  const line = () => lines.at(-1) as Line;
  const elapse = (limit: number) => {
    for (const timer of [...timers].filter((candidate) => candidate.after <= limit)) {
      timers.delete(timer);
      timer.run();
    }
  };

  beforeEach(() => {
    [lines, links, seen, gaps, overs] = [[], [], [], 0, 0];
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
        onSessionOver: () => {
          overs += 1;
        },
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

  it("asks who one is when the session is over, and does not knock again", () => {
    line().close(4401);
    live.hurry();
    elapse(100_000);
    expect(overs).toBe(1);
    expect(lines).toHaveLength(1);
  });

  it("tries again late when the session holds after all", () => {
    line().close(4401);
    live.resume();
    elapse(14_999);
    expect(lines).toHaveLength(1);
    elapse(30_000);
    expect(lines).toHaveLength(2);
  });

  it.each([4403, 4429])("backs off and says so when it is refused with %i", (code) => {
    line().close(code);
    expect(links.at(-1)).toBe("refused");
    elapse(14_999);
    expect(lines).toHaveLength(1);
    elapse(30_000);
    expect(lines).toHaveLength(2);
    // The next attempt is no news until it is answered.
    expect(links.at(-1)).toBe("refused");
    line().says({ type: "hello", cursor: "11" });
    expect(links.at(-1)).toBe("online");
  });

  it("stays closed once stopped", () => {
    live.stop();
    elapse(100_000);
    expect(lines).toHaveLength(1);
  });
});
