/** Turns events into the fewest reads that make every shown view true again. */
import type { InfiniteData, QueryClient, QueryKey } from "@tanstack/react-query";
import { request } from "../api/client";
import { keys } from "../api/reads";
import type { ConversationRow, Page, ThreadItem } from "../api/types";
import type { Touched } from "./batch";
import { mergeHead } from "./heads";

type Pages<Item> = InfiniteData<Page<Item>, string | null>;

const THREAD_KINDS = /^(Message|Comment|Conversation|Run|Contact|Identity)/;

export async function refreshTouched(client: QueryClient, touched: Touched): Promise<void> {
  const reference = ["PresenceChanged", "WorkspaceChanged", "ConversationAssigned", "ConversationClosed"];
  if (reference.some((kind) => touched.kinds.has(kind)))
    void client.invalidateQueries({ queryKey: ["reference", "users"] });
  if (touched.kinds.has("WorkspaceChanged")) void client.invalidateQueries({ queryKey: ["reference"] });
  if (touched.kinds.has("PresenceChanged")) void client.invalidateQueries({ queryKey: keys.session });
  for (const id of touched.contacts) void client.invalidateQueries({ queryKey: keys.contact(id) });
  if (touched.conversations.size === 0) return;
  void client.invalidateQueries({ queryKey: keys.counts });
  const threads = [...touched.kinds].some((kind) => THREAD_KINDS.test(kind));
  await Promise.all([
    refreshLists(client, touched.conversations),
    ...[...touched.conversations].map((id) => refreshConversation(client, id, threads)),
  ]);
}

/** Reads the conversation, and the newest end of its thread, again: at once if shown, else when next shown. */
export async function refreshConversation(client: QueryClient, id: string, thread = true): Promise<void> {
  const stale = client.invalidateQueries({ queryKey: keys.conversation(id), exact: true });
  await Promise.all([stale, ...(thread ? [refreshThread(client, id)] : [])]);
}

async function refreshThread(client: QueryClient, id: string): Promise<void> {
  const key = keys.thread(id);
  const query = client.getQueryCache().find<Pages<ThreadItem>>({ queryKey: key });
  if (!query?.state.data) return;
  if (!query.isActive()) {
    await client.invalidateQueries({ queryKey: key });
    return;
  }
  const fresh = await request<Page<ThreadItem>>("GET", `/conversations/${id}/thread`, {
    query: { limit: 50 },
  });
  client.setQueryData<Pages<ThreadItem>>(key, (old) => {
    if (!old) return old;
    const unsent = stillUnsent(old.pages, fresh.items);
    const pages = mergeHead(withoutLocal(old.pages), fresh) ?? [fresh];
    const [head, ...rest] = pages;
    const all = head ? [{ ...head, items: [...unsent, ...head.items] }, ...rest] : pages;
    return { pages: all, pageParams: old.pageParams.slice(0, all.length) };
  });
}

/** What stands in the log before the server has answered, less what has come back by the socket meanwhile. */
function stillUnsent(pages: Page<ThreadItem>[], fresh: readonly ThreadItem[]): ThreadItem[] {
  const known = new Set(pages.flatMap((page) => page.items.map((item) => item.id)));
  const arrived = fresh.flatMap((item) =>
    item.type === "message" && item.direction === "out" && !known.has(item.id) ? [item.text] : [],
  );
  return (pages[0]?.items ?? []).filter((item) => {
    if (!item.id.startsWith("local:") || item.type !== "message") return false;
    const at = item.status === "sending" ? arrived.indexOf(item.text) : -1;
    if (at >= 0) arrived.splice(at, 1);
    return at < 0;
  });
}

function withoutLocal(pages: Page<ThreadItem>[]): Page<ThreadItem>[] {
  return pages.map((page) => ({
    ...page,
    items: page.items.filter((item) => !item.id.startsWith("local:")),
  }));
}

/** The lists that are on screen get a new head; all others are read again when somebody opens them. */
export async function refreshLists(
  client: QueryClient,
  touched: ReadonlySet<string> = new Set(),
): Promise<void> {
  const queries = client.getQueryCache().findAll({ queryKey: keys.lists });
  await Promise.all(
    queries.map(async (query) => {
      const view = query.queryKey[1];
      if (typeof view !== "string") return;
      if (query.isActive() && query.state.data) await refreshHead(client, view, touched);
      else await readAnew(client, query.queryKey);
    }),
  );
}

/** A first read that is still under way may have been answered before the change: it must not have the last word. */
async function readAnew(client: QueryClient, queryKey: QueryKey): Promise<void> {
  await client.cancelQueries({ queryKey, exact: true });
  await client.invalidateQueries({ queryKey, exact: true });
}

const asked = new Map<string, number>();

async function refreshHead(client: QueryClient, view: string, touched: ReadonlySet<string>): Promise<void> {
  const key = keys.list(view);
  const turn = (asked.get(view) ?? 0) + 1;
  asked.set(view, turn);
  const fresh = await request<Page<ConversationRow>>("GET", "/conversations", { query: { view, limit: 50 } });
  // A later question has been asked meanwhile: its answer knows more than this one.
  if (asked.get(view) !== turn) return;
  const old = client.getQueryData<Pages<ConversationRow>>(key);
  const pages = old && mergeHead(old.pages, fresh, touched);
  if (old && pages) client.setQueryData(key, { pages, pageParams: old.pageParams.slice(0, pages.length) });
  else await client.invalidateQueries({ queryKey: key, exact: true });
}

/** After a gap nothing shown can be trusted. */
export function refreshAll(client: QueryClient): Promise<void> {
  return client.invalidateQueries();
}
