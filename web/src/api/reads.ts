/** Every read of the app as a query: its key, its path, how long it stays fresh. */
import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import { rememberCsrf, request } from "./client";
import type {
  Category,
  Channel,
  Contact,
  Conversation,
  ConversationRow,
  Counts,
  Field,
  FoundContact,
  Page,
  Session,
  Tag,
  Team,
  ThreadItem,
  User,
} from "./types";

const REFERENCE = { staleTime: 5 * 60_000 } as const;
const PAGE = 50;

export const keys = {
  session: ["session"] as const,
  counts: ["counts"] as const,
  lists: ["conversations"] as const,
  list: (view: string) => ["conversations", view] as const,
  conversation: (id: string) => ["conversation", id] as const,
  thread: (id: string) => ["thread", id] as const,
  contact: (id: string) => ["contact", id] as const,
  past: (contactId: string) => ["contact", contactId, "conversations"] as const,
};

export const sessionQuery = queryOptions({
  queryKey: keys.session,
  queryFn: async ({ signal }) => {
    const session = await request<Session>("GET", "/session", { signal });
    rememberCsrf(session.csrf);
    return session;
  },
  retry: false,
  staleTime: Number.POSITIVE_INFINITY,
});

export const countsQuery = queryOptions({
  queryKey: keys.counts,
  queryFn: ({ signal }) => request<Counts>("GET", "/conversation-counts", { signal }),
});

export const listQuery = (view: string) =>
  infiniteQueryOptions({
    queryKey: keys.list(view),
    queryFn: ({ pageParam, signal }) =>
      request<Page<ConversationRow>>("GET", "/conversations", {
        query: { view, after: pageParam, limit: PAGE },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  });

export const conversationQuery = (id: string) =>
  queryOptions({
    queryKey: keys.conversation(id),
    queryFn: ({ signal }) => request<Conversation>("GET", `/conversations/${id}`, { signal }),
  });

export const threadQuery = (id: string) =>
  infiniteQueryOptions({
    queryKey: keys.thread(id),
    queryFn: ({ pageParam, signal }) =>
      request<Page<ThreadItem>>("GET", `/conversations/${id}/thread`, {
        query: { before: pageParam, limit: PAGE },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  });

export const contactQuery = (id: string) =>
  queryOptions({
    queryKey: keys.contact(id),
    queryFn: ({ signal }) => request<Contact>("GET", `/contacts/${id}`, { signal }),
  });

export const pastQuery = (contactId: string) =>
  queryOptions({
    queryKey: keys.past(contactId),
    queryFn: ({ signal }) =>
      request<Page<ConversationRow>>("GET", `/contacts/${contactId}/conversations`, {
        query: { limit: 20 },
        signal,
      }),
  });

export const searchQuery = (q: string) =>
  queryOptions({
    queryKey: ["contacts", q] as const,
    queryFn: ({ signal }) =>
      request<Page<FoundContact>>("GET", "/contacts", { query: { q, limit: 20 }, signal }),
    enabled: q.trim() !== "",
    placeholderData: keepPreviousData,
  });

/** Small lists that change rarely; read whole, page after page. */
function referenceQuery<Item>(name: string) {
  return queryOptions({
    queryKey: ["reference", name] as const,
    queryFn: async ({ signal }) => {
      const all: Item[] = [];
      let after: string | null = null;
      do {
        const page: Page<Item> = await request("GET", `/${name}`, { query: { limit: 100, after }, signal });
        all.push(...page.items);
        after = page.next;
      } while (after !== null);
      return all;
    },
    ...REFERENCE,
  });
}

export const usersQuery = referenceQuery<User>("users");
export const teamsQuery = referenceQuery<Team>("teams");
export const channelsQuery = referenceQuery<Channel>("channels");
export const tagsQuery = referenceQuery<Tag>("tags");
export const fieldsQuery = referenceQuery<Field>("fields");
export const categoriesQuery = referenceQuery<Category>("closing-categories");
