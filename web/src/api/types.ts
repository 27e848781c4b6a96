/** The shapes that the server speaks, as docs/reference/api.md names them. */

export type Presence = "online" | "busy" | "break" | "offline";
export type Role = "owner" | "manager" | "agent";
export type ClosingMode = "optional" | "category_required" | "both_required" | "disabled";

export interface User {
  id: string;
  name: string;
  email: string;
  role: Role;
  visibility: "own" | "team" | "all";
  capacity: number | null;
  teams: string[];
  presence: Presence;
  presence_reason: string | null;
  open_count: number;
  over_by: number;
  deactivated_at: string | null;
}

export interface Workspace {
  id: string;
  name: string;
  settings: { closing_mode: ClosingMode; undo_close_seconds: number; timezone: string };
}

export interface Session {
  user: User;
  workspace: Workspace;
  csrf: string;
}

export interface Team {
  id: string;
  name: string;
  members: string[];
}

export interface Channel {
  id: string;
  kind: string;
  name: string;
  paused_at: string | null;
}

export interface Named {
  id: string;
  name: string;
  description?: string | null;
}

export interface Tag extends Named {
  colour?: string | null;
}

export interface Field {
  scope: "contact" | "conversation";
  slug: string;
  name: string;
  type: string;
}

export interface ConversationRow {
  id: string;
  contact: { id: string; display_name: string };
  status: "open" | "snoozed" | "closed";
  opened_at: string;
  channel_id: string | null;
  team_id: string | null;
  assignee_id: string | null;
  handler: "bot" | "agent" | "nobody";
  fields: Record<string, unknown>;
  snoozed_until: string | null;
  closed_at: string | null;
  category_id: string | null;
  summary: string | null;
  undo_until: string | null;
  activity_at: string;
  preview: string | null;
  preview_outgoing: boolean;
  unread_count: number;
  unanswered_since: string | null;
  waiting: { since: string; position: number | null; team_id: string | null } | null;
}

export interface ReplyWindow {
  channel_id: string | null;
  open_until: string | null;
  is_open: boolean;
  must_write_first: boolean;
}

export interface LiveRun {
  id: string;
  workflow_id: string;
  workflow_name: string;
  step_id: string | null;
  waiting: { kind: string } | string | null;
  until: string | null;
}

export interface Conversation extends ConversationRow {
  reply_window: ReplyWindow | null;
  run: LiveRun | null;
}

export type MessageStatus =
  | "received"
  | "queued"
  | "sending"
  | "unknown"
  | "accepted"
  | "sent"
  | "delivered"
  | "read"
  | "played"
  | "failed";

export interface Content {
  type: string;
  [key: string]: unknown;
}

export interface MessageItem {
  type: "message";
  id: string;
  at: string;
  direction: "in" | "out";
  author: string;
  author_id: string | null;
  author_name: string | null;
  channel_id: string | null;
  content: Content;
  text: string | null;
  status: MessageStatus | null;
  failure: { error_class: string | null; code: string | null; text: string | null } | null;
  reply_to: string | null;
  reactions: string[];
}

export interface CommentItem {
  type: "comment";
  id: string;
  at: string;
  author_id: string | null;
  author_name: string | null;
  body: string;
}

export interface EventItem {
  type: "event";
  id: string;
  at: string;
  kind: string;
  actor: { kind: string; id: string | null; name: string | null };
  body: Record<string, unknown>;
  text: string | null;
}

export type ThreadItem = MessageItem | CommentItem | EventItem;

export interface Contact {
  id: string;
  display_name: string;
  given_name: string | null;
  family_name: string | null;
  phone: string | null;
  email: string | null;
  language: string | null;
  country: string | null;
  owner_id: string | null;
  fields: Record<string, unknown>;
  tags: string[];
  channels: {
    channel_id: string;
    kind: string;
    name: string;
    address: string | null;
    last_inbound_at: string | null;
    window_open_until: string | null;
  }[];
  blocked_at: string | null;
  created_at: string;
  open_conversation_id: string | null;
}

export interface Counts {
  views: Record<string, number>;
  cap: number;
  unanswered_mine: number;
}

export interface Page<Item> {
  items: Item[];
  next: string | null;
}

/** One fact from the event log, as the live socket sends it. */
export interface LiveEvent {
  id: string;
  cursor: string;
  at: string;
  kind: string;
  contact_id: string | null;
  conversation_id: string | null;
  actor: { kind: string; id: string | null };
  body: Record<string, unknown>;
}
