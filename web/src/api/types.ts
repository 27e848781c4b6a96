/** The shapes that the server speaks: its own description, with names for people and what it always sends marked so. */
import type { components } from "./schema";

type Schema = components["schemas"];

export type Presence = Schema["Presence"];
export type ClosingMode = Schema["ClosingMode"];
export type User = Schema["UserView"];
export type Session = Schema["SessionView"];
export type Team = Schema["TeamView"];
export type Channel = Schema["ChannelView"];
export type Category = Schema["CategoryView"];
export type Tag = Schema["TagView"];
export type Field = Schema["FieldView"];
export type Counts = Schema["CountsView"];
export type ConversationRow = Required<Schema["ListedConversation"]>;
export type Conversation = Required<Schema["ConversationView"]>;
export type LiveRun = Schema["LiveRunView"];
export type FoundContact = Schema["ListedContact"];
export type Contact = Required<Schema["ContactView"]>;
export type MessageStatus = Schema["MessageStatus"];
export type Assignment = Schema["Assignment"];

/** A message's content is told by its `type`; what else is there depends on it. */
export interface Content {
  type: string;
  [key: string]: unknown;
}

/** `unsent`: the server has not taken it, so nobody else knows of it. */
export interface Failure {
  error_class: Schema["ErrorClass"] | "unsent";
  code: string;
  text: string;
}

export type MessageItem = Omit<Required<Schema["MessageItem"]>, "content" | "failure"> & {
  content: Content;
  failure: Failure | null;
};
export type CommentItem = Required<Schema["CommentItem"]>;
export type EventItem = Required<Schema["EventItem"]>;
export type ThreadItem = MessageItem | CommentItem | EventItem;

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
