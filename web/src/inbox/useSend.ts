/** Sending a reply: it stands in the log at once, under its idempotency key, until the server's own takes its place. */
import { type QueryClient, useQuery, useQueryClient } from "@tanstack/react-query";
import { attemptKey } from "../api/client";
import { isProblem } from "../api/problem";
import { keys, sessionQuery, threadQuery } from "../api/reads";
import type { MessageItem, ThreadItem, User } from "../api/types";
import { sendMessage } from "../api/writes";
import { refreshConversation, refreshLists } from "../live/refresh";

const LOCAL = "local:";

export function isUnsent(id: string): boolean {
  return id.startsWith(LOCAL);
}

export function useSend(conversationId: string) {
  const client = useQueryClient();
  const { data: session } = useQuery(sessionQuery);

  const attempt = async (item: MessageItem, text: string) => {
    try {
      const sent = await sendMessage(conversationId, text, item.id.slice(LOCAL.length));
      replaceItem(client, conversationId, item.id, sent.type === "message" ? sent : undefined);
      await refreshConversation(client, conversationId);
      void client.invalidateQueries({ queryKey: keys.counts });
      void refreshLists(client, new Set([conversationId]));
    } catch (error) {
      const reason = error instanceof Error ? error.message : "";
      const code = isProblem(error) ? error.code : "unreachable";
      replaceItem(client, conversationId, item.id, {
        ...item,
        status: "failed",
        failure: { error_class: "unsent", code, text: reason },
      });
      if (isProblem(error))
        void client.invalidateQueries({ queryKey: keys.conversation(conversationId), exact: true });
    }
  };

  return {
    send: (text: string) => {
      const item = draftItem(conversationId, text, session?.user);
      putFirst(client, conversationId, item);
      return attempt(item, text);
    },
    /** The same key again: if the first attempt did arrive, nothing is sent twice. */
    resend: (item: MessageItem) => {
      replaceItem(client, conversationId, item.id, { ...item, status: "sending", failure: null });
      return attempt(item, item.text ?? "");
    },
  };
}

export function dropUnsent(client: QueryClient, conversationId: string, itemId: string): void {
  replaceItem(client, conversationId, itemId, undefined);
}

function draftItem(conversationId: string, text: string, author: User | undefined): MessageItem {
  return {
    type: "message",
    id: LOCAL + attemptKey(),
    at: new Date().toISOString(),
    direction: "out",
    author: "user",
    author_id: author?.id ?? null,
    author_name: author?.name ?? null,
    // The server picks the channel; nothing on screen needs it before it has.
    channel_id: "",
    conversation_id: conversationId,
    content: { type: "text" },
    text,
    status: "sending",
    status_at: new Date().toISOString(),
    failure: null,
    reply_to: null,
    reactions: [],
  };
}

function putFirst(client: QueryClient, conversationId: string, item: ThreadItem): void {
  client.setQueryData(threadQuery(conversationId).queryKey, (old) => {
    const [head, ...rest] = old?.pages ?? [];
    return old && head ? { ...old, pages: [{ ...head, items: [item, ...head.items] }, ...rest] } : old;
  });
}

function replaceItem(
  client: QueryClient,
  conversationId: string,
  itemId: string,
  by: ThreadItem | undefined,
): void {
  client.setQueryData(threadQuery(conversationId).queryKey, (old) => {
    if (!old) return old;
    const known =
      by && old.pages.some((page) => page.items.some((item) => item.id === by.id && by.id !== itemId));
    const swap = (item: ThreadItem) => (item.id === itemId ? (by && !known ? [by] : []) : [item]);
    return { ...old, pages: old.pages.map((page) => ({ ...page, items: page.items.flatMap(swap) })) };
  });
}
