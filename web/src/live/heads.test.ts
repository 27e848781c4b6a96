import { describe, expect, it } from "vitest";
import { mergeHead } from "./heads";

const page = (ids: string, next: string | null = null) => ({ items: [...ids].map((id) => ({ id })), next });
const shown = (pages: ReturnType<typeof mergeHead>) =>
  pages?.map((found) => found.items.map((item) => item.id).join(""));

describe("a fresh first page", () => {
  it("replaces the only page", () => {
    expect(shown(mergeHead([page("abc")], page("xab")))).toEqual(["xab"]);
  });

  it("keeps what it pushed down and takes up what came from below, each once", () => {
    expect(shown(mergeHead([page("abc", "1"), page("def")], page("eab")))).toEqual(["eabc", "df"]);
  });

  it("starts over when nothing connects it with what was known", () => {
    expect(shown(mergeHead([page("abc", "1"), page("def")], page("xyz", "9")))).toEqual(["xyz"]);
  });

  it("lets go of a changed row that is no longer at the head", () => {
    expect(shown(mergeHead([page("abc", "1"), page("def")], page("ab"), new Set(["c"])))).toEqual([
      "ab",
      "def",
    ]);
  });

  it("does not guess about a changed row that lies deeper", () => {
    expect(mergeHead([page("abc", "1"), page("def")], page("abc"), new Set(["e"]))).toBeUndefined();
  });
});
