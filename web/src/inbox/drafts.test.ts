import { beforeEach, describe, expect, it } from "vitest";
import { draftKey, dropAllDrafts, dropOldDrafts, keepDraft, readDraft } from "./drafts";

class Shelf implements Storage {
  readonly #items = new Map<string, string>();
  get length() {
    return this.#items.size;
  }
  clear() {
    this.#items.clear();
  }
  getItem(key: string) {
    return this.#items.get(key) ?? null;
  }
  key(index: number) {
    return [...this.#items.keys()][index] ?? null;
  }
  removeItem(key: string) {
    this.#items.delete(key);
  }
  setItem(key: string, value: string) {
    this.#items.set(key, value);
  }
}

describe("drafts", () => {
  let shelf: Shelf;
  const reply = draftKey("ana", "c1", "reply");
  const comment = draftKey("ana", "c1", "comment");

  beforeEach(() => {
    shelf = new Shelf();
  });

  it("keeps a reply and a comment apart", () => {
    keepDraft(shelf, reply, "Dear Bo", 1);
    keepDraft(shelf, comment, "Bo is angry", 1);
    expect(readDraft(shelf, reply)).toBe("Dear Bo");
    expect(readDraft(shelf, comment)).toBe("Bo is angry");
  });

  it("forgets a draft that was emptied", () => {
    keepDraft(shelf, reply, "Dear Bo", 1);
    keepDraft(shelf, reply, "  ", 2);
    expect(shelf.length).toBe(0);
  });

  it("reads damaged storage as nothing", () => {
    shelf.setItem(reply, "{not json");
    expect(readDraft(shelf, reply)).toBe("");
  });

  it("drops what is older than a month, and everything at sign-out", () => {
    const day = 86_400_000;
    keepDraft(shelf, reply, "old", day);
    keepDraft(shelf, comment, "new", 60 * day);
    shelf.setItem("other", "stays");
    dropOldDrafts(shelf, 61 * day);
    expect([readDraft(shelf, reply), readDraft(shelf, comment)]).toEqual(["", "new"]);
    dropAllDrafts(shelf);
    expect(shelf.length).toBe(1);
  });
});
