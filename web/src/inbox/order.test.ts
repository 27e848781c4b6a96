import { describe, expect, it } from "vitest";
import { moved, neighbour, nextOrder, nextWhere } from "./order";

const none = new Set<string>();

describe("the order of the list", () => {
  it("follows the server while nobody looks at it closely", () => {
    expect(nextOrder(["a", "b"], ["c", "a", "b"], { held: false, dropped: none })).toEqual({
      ids: ["c", "a", "b"],
      waiting: [],
    });
  });

  it("does not move a row while held, and counts what arrived", () => {
    expect(nextOrder(["a", "b"], ["c", "b", "a"], { held: true, dropped: none })).toEqual({
      ids: ["a", "b"],
      waiting: ["c"],
    });
  });

  it("appends a further page to a held list", () => {
    expect(nextOrder(["a", "b"], ["a", "b", "y", "z"], { held: true, dropped: none }).ids).toEqual([
      "a",
      "b",
      "y",
      "z",
    ]);
  });

  it("lets a row go at once when the reader closed it", () => {
    expect(nextOrder(["a", "b"], ["a", "b"], { held: true, dropped: new Set(["a"]) }).ids).toEqual(["b"]);
  });

  it("keeps a held row that somebody else took away, until the list is let go", () => {
    expect(nextOrder(["a", "b"], ["b"], { held: true, dropped: none }).ids).toEqual(["a", "b"]);
    expect(nextOrder(["a", "b"], ["b"], { held: false, dropped: none }).ids).toEqual(["b"]);
  });
});

describe("moving through the list", () => {
  it("goes to the row below the one that left, or above at the end", () => {
    expect(neighbour(["a", "b", "c"], "b")).toBe("c");
    expect(neighbour(["a", "b"], "b")).toBe("a");
    expect(neighbour(["a"], "a")).toBeUndefined();
  });

  it("stops at both ends and starts at the top", () => {
    expect(moved(["a", "b"], "b", 1)).toBe("b");
    expect(moved(["a", "b"], "a", -1)).toBe("a");
    expect(moved(["a", "b"], undefined, 1)).toBe("a");
  });

  it("finds the next unread row and goes round once", () => {
    const unread = new Set(["a", "c"]);
    expect(nextWhere(["a", "b", "c", "d"], "b", (id) => unread.has(id))).toBe("c");
    expect(nextWhere(["a", "b", "c", "d"], "c", (id) => unread.has(id))).toBe("a");
    expect(nextWhere(["b"], "b", (id) => unread.has(id))).toBeUndefined();
  });
});
