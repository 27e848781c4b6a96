/** Keeps the page true while it is open: events in, reads out, and the state of the line for the banner. */
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useSyncExternalStore } from "react";
import { sessionIsOver } from "../api/client";
import { isProblem } from "../api/problem";
import { conversationQuery, sessionQuery } from "../api/reads";
import type { LiveEvent, User } from "../api/types";
import { noteActivity } from "../api/writes";
import { browserSigns, watchActivity } from "./activity";
import { EventBatch } from "./batch";
import { chime } from "./chime";
import { refreshAll, refreshTouched } from "./refresh";
import { browserSurface, type Link, LiveSocket } from "./socket";

const POLL = 15_000;

interface LineState {
  link: Link;
  /** When the page was last known to be true. */
  since: Date;
}

let line: LineState = { link: "connecting", since: new Date() };
const watchers = new Set<() => void>();

function setLine(link: Link): void {
  line = { link, since: line.link === "online" ? new Date() : line.since };
  for (const watcher of watchers) watcher();
}

export function useLine(): LineState {
  return useSyncExternalStore(
    (watcher) => {
      watchers.add(watcher);
      return () => watchers.delete(watcher);
    },
    () => line,
  );
}

export function useLive(me: User | undefined): void {
  const client = useQueryClient();
  const id = me?.id;
  useEffect(() => {
    if (!id) return;
    let greeted = false;
    let isLeft = false;
    const batch = new EventBatch((touched) => {
      void refreshTouched(client, touched);
      for (const event of touched.received.slice(-1)) void announce(event);
    });
    const announce = async (event: LiveEvent) => {
      if (!event.conversation_id) return;
      const found = await client.fetchQuery({ ...conversationQuery(event.conversation_id), staleTime: 1000 });
      const concerns = found.assignee_id === id || (found.assignee_id === null && found.handler !== "bot");
      const isShown = location.hash === `#/c/${event.conversation_id}` && document.hasFocus();
      if (concerns && !isShown) chime();
    };
    const live = new LiveSocket(browserSurface(), {
      onEvents: (events) => batch.add(events),
      onGap: () => void refreshAll(client),
      onLink: (link) => {
        setLine(link);
        // What changed between the first reads and the first greeting has no cursor to resume from.
        if (link === "online" && !greeted) void refreshAll(client);
        greeted ||= link === "online";
      },
      onSessionOver: () => void checkSession(),
    });
    // The line's word is checked: one may have signed in again in another tab.
    const checkSession = async () => {
      try {
        await client.fetchQuery({ ...sessionQuery, staleTime: 0 });
      } catch (error) {
        if (isProblem(error) && error.status === 401) return sessionIsOver();
      }
      if (!isLeft) live.resume();
    };
    // Without a line the page asks by itself, seldom: late is better than wrong.
    const poll = setInterval(() => {
      if (line.link !== "online" && document.visibilityState === "visible") void refreshAll(client);
    }, POLL);
    const hurry = () => live.hurry();
    const cut = () => live.cut();
    window.addEventListener("online", hurry);
    window.addEventListener("offline", cut);
    live.start();
    const restActivity = watchActivity(browserSigns, noteActivity);
    return () => {
      restActivity();
      isLeft = true;
      clearInterval(poll);
      window.removeEventListener("online", hurry);
      window.removeEventListener("offline", cut);
      live.stop();
    };
  }, [client, id]);
}
