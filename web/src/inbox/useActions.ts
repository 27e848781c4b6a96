/** What one can do to a conversation, each with its effect on screen, its undo and its refusal. */
import { i18n } from "@lingui/core";
import { useQueryClient } from "@tanstack/react-query";
import { isProblem } from "../api/problem";
import { conversationQuery, keys, usersQuery } from "../api/reads";
import type { Conversation } from "../api/types";
import * as writes from "../api/writes";
import { complain, say } from "../components/toasts";
import { comingTime } from "../i18n/times";
import { refreshConversation, refreshLists } from "../live/refresh";
import { drop, restore } from "./dropped";
import { offerUndo } from "./undo";

export function useActions(conversation: Conversation) {
  const client = useQueryClient();
  const { id } = conversation;
  const name = conversation.contact.display_name;

  const refresh = async () => {
    await Promise.all([
      refreshConversation(client, id),
      refreshLists(client, new Set([id])),
      client.invalidateQueries({ queryKey: keys.counts }),
    ]);
  };

  /** Does it, says how to take it back, and shows the server's truth either way. */
  const act = async (work: () => Promise<unknown>, failure: string): Promise<boolean> => {
    try {
      await work();
      return true;
    } catch (error) {
      complain(failure, holderText(error) ?? (error instanceof Error ? error.message : undefined));
      return false;
    } finally {
      void refresh().catch(() => undefined);
    }
  };

  /** Names who was faster, if that is why the server refused. */
  const holderText = (error: unknown): string | undefined => {
    if (!isProblem(error, "already_assigned")) return undefined;
    const holder = error.details["holder"];
    const users = client.getQueryData(usersQuery.queryKey) ?? [];
    const found = users.find((user) => user.id === holder)?.name ?? nameIn(holder);
    return found ? i18n._("{name} has it already.", { name: found }) : error.message;
  };

  const back = (work: () => Promise<unknown>) => async () => {
    await work();
    restore(id);
    await refresh();
  };

  const away = async (work: () => Promise<unknown>, failure: string) => {
    drop(id);
    const done = await act(work, failure);
    if (!done) restore(id);
    return done;
  };

  const former = { user_id: conversation.assignee_id };
  return {
    assign: async (userId: string | null, done: string) => {
      const body = { user_id: userId, expected_user_id: conversation.assignee_id };
      const worked = await act(() => writes.assign(id, body), i18n._("It was not assigned"));
      if (worked)
        offerUndo(
          done,
          back(() => writes.assign(id, former)),
        );
    },
    giveToTeam: async (teamId: string | null, done: string) => {
      const worked = await act(() => writes.setTeam(id, teamId), i18n._("The team was not changed"));
      if (worked)
        offerUndo(
          done,
          back(() => writes.setTeam(id, conversation.team_id)),
        );
    },
    takeOver: async () => {
      const worked = await act(() => writes.takeOver(id), i18n._("You could not take over"));
      if (worked) say(i18n._("You have taken over; the workflow has stopped"));
    },
    close: async (note: writes.ClosingNote) => {
      const worked = await away(() => writes.closeConversation(id, note), i18n._("It was not closed"));
      if (worked)
        offerUndo(
          i18n._("Closed: {name}", { name }),
          back(() => writes.undoClose(id)),
        );
      return worked;
    },
    snooze: async (until: Date) => {
      const worked = await away(() => writes.snooze(id, until), i18n._("It was not snoozed"));
      const time = comingTime(until, new Date());
      if (worked)
        offerUndo(
          i18n._("Snoozed until {time}: {name}", { time, name }),
          back(() => writes.unsnooze(id)),
        );
      return worked;
    },
    wake: () => act(() => writes.unsnooze(id), i18n._("It is still snoozed")),
    /** Within the undo time the same conversation goes on; later a new one opens. Returns what is open now. */
    reopen: async (): Promise<string | undefined> => {
      let opened: string | undefined;
      const undoable = conversation.undo_until !== null && new Date(conversation.undo_until) > new Date();
      await act(async () => {
        const open = undoable
          ? () => writes.undoClose(id)
          : () => writes.openConversation(conversation.contact.id);
        opened = (await open()).id ?? id;
        restore(id);
        await client.prefetchQuery(conversationQuery(opened));
      }, i18n._("It was not opened"));
      return opened;
    },
  };
}

function nameIn(holder: unknown): string | undefined {
  if (typeof holder !== "object" || holder === null || !("name" in holder)) return undefined;
  return typeof holder.name === "string" ? holder.name : undefined;
}
