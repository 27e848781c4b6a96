/** Every write of the app, one function each; the server decides, the caller refreshes what it shows. */
import { request } from "./client";
import type { Assignment, CommentItem, Conversation, MessageItem, Presence, Session, User } from "./types";

const of = (id: string) => `/conversations/${id}`;

export const signIn = (email: string, password: string) =>
  request<Pick<Session, "user" | "csrf">>("POST", "/session", { body: { email, password } });

export const signOut = () => request<void>("DELETE", "/session");

export const setPresence = (userId: string, presence: Presence, reason: string | null = null) =>
  request<User>("PUT", `/users/${userId}/presence`, { body: { presence, reason } });

export const noteActivity = () => request<void>("POST", "/session/activity");

export const sendMessage = (id: string, text: string, idempotencyKey: string) =>
  request<MessageItem>("POST", `${of(id)}/messages`, { body: { text }, idempotencyKey });

export const addComment = (id: string, body: string, idempotencyKey: string) =>
  request<CommentItem>("POST", `${of(id)}/comments`, { body: { body }, idempotencyKey });

export const retryMessage = (messageId: string) =>
  request<unknown>("POST", `/messages/${messageId}/attempts`);

export const assign = (id: string, body: Assignment) =>
  request<Conversation>("PUT", `${of(id)}/assignment`, { body });

export const setTeam = (id: string, teamId: string | null) =>
  request<Conversation>("PUT", `${of(id)}/team`, { body: { team_id: teamId } });

export const takeOver = (id: string) => request<Conversation>("PUT", `${of(id)}/takeover`);

export interface ClosingNote {
  category_id?: string;
  summary?: string;
}

export const closeConversation = (id: string, note: ClosingNote) =>
  request<Conversation>("PUT", `${of(id)}/closure`, { body: note });

export const undoClose = (id: string) => request<Conversation>("DELETE", `${of(id)}/closure`);

export const openConversation = (contactId: string) =>
  request<Conversation>("POST", `/contacts/${contactId}/conversation`);

export const snooze = (id: string, until: Date) =>
  request<Conversation>("PUT", `${of(id)}/snooze`, { body: { until: until.toISOString() } });

export const unsnooze = (id: string) => request<Conversation>("DELETE", `${of(id)}/snooze`);

export const markRead = (id: string) => request<unknown>("PUT", `${of(id)}/read-mark`);
