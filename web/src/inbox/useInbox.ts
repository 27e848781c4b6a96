/** What the address says about the inbox, and the ways to change it. */
import { useNavigate, useParams, useRouterState, useSearch } from "@tanstack/react-router";
import { useCallback } from "react";
import type { InboxSearch } from "../router";
import type { Mode } from "./drafts";

const FROM = "/signed-in/inbox/$view" as const;

export function useInbox() {
  const { view } = useParams({ from: FROM });
  const search = useSearch({ from: FROM });
  const selectedId = useRouterState({ select: (state) => selectedIn(state.location.hash) });
  const navigate = useNavigate();

  const change = useCallback(
    (next: { id?: string | undefined; search?: InboxSearch; push?: boolean }) =>
      void navigate({
        to: "/inbox/$view",
        params: { view },
        search: next.search ?? search,
        hash: "id" in next ? (next.id ? `/c/${next.id}` : "") : true,
        replace: !next.push,
      }),
    [navigate, view, search],
  );

  const mode: Mode = search.tab === "comment" ? "comment" : "reply";
  return {
    view,
    selectedId,
    drawer: search.drawer,
    /** Undefined while nobody searches; the dialog is open from the empty text on. */
    query: search.q,
    mode,
    /** Keeps the drawer as it is; a reply is what one usually means to write. */
    select: (id: string | undefined, push = false) => {
      const { tab: _, ...rest } = search;
      change({ id, search: rest, push });
    },
    setMode: (next: Mode) => {
      const { tab: _, ...rest } = search;
      change({ search: next === "comment" ? { ...rest, tab: "comment" } : rest });
    },
    setDrawer: (drawer: "open" | "closed") => change({ search: { ...search, drawer } }),
    setQuery: (q: string | undefined) => {
      const { q: _, ...rest } = search;
      change({ search: q === undefined ? rest : { ...rest, q } });
    },
    found: (id: string) => {
      const { q: _, tab: __, ...rest } = search;
      change({ id, search: rest, push: true });
    },
  };
}

export function selectedIn(hash: string): string | undefined {
  return /^#?\/c\/([0-9a-zA-Z-]+)$/.exec(hash)?.[1];
}
