/** One conversation: header, log, composer; it counts as read while it is looked at. */
import { i18n } from "@lingui/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { isProblem } from "../api/problem";
import { conversationQuery, keys } from "../api/reads";
import type { Conversation } from "../api/types";
import { markRead } from "../api/writes";
import { Button } from "../components/Button";
import { Empty, Failure, SkeletonThread } from "../components/states";
import { Composer } from "./Composer";
import { ThreadHeader } from "./ThreadHeader";
import { ThreadLog } from "./ThreadLog";
import type { useInbox } from "./useInbox";
import { useSlow } from "./useSlow";

interface ThreadPaneProps {
  id: string;
  inbox: ReturnType<typeof useInbox>;
  narrow: boolean;
  drawerShown: boolean;
  onToggleDrawer: () => void;
}

export function ThreadPane({ id, inbox, narrow, drawerShown, onToggleDrawer }: ThreadPaneProps) {
  const { data: conversation, error, isPending, refetch } = useQuery(conversationQuery(id));
  const slow = useSlow(isPending);
  useReadMark(conversation);

  return (
    <section
      id="thread"
      aria-label={i18n._("Conversation")}
      className="flex min-h-0 min-w-0 flex-1 flex-col bg-panel"
    >
      {slow && <SkeletonThread />}
      {!conversation && isProblem(error, "not_found") && (
        <Empty icon="lock" title={i18n._("This conversation is not here")}>
          <p>{i18n._("It does not exist, or it is not yours to see.")}</p>
          <Button className="mt-3" onClick={() => inbox.select(undefined)}>
            {i18n._("Back to the list")}
          </Button>
        </Empty>
      )}
      {!conversation && error && !isProblem(error, "not_found") && (
        <Failure
          title={i18n._("The conversation could not be loaded")}
          reason={error.message}
          onRetry={() => void refetch()}
        />
      )}
      {conversation && (
        <>
          <ThreadHeader
            conversation={conversation}
            inbox={inbox}
            narrow={narrow}
            drawerShown={drawerShown}
            onToggleDrawer={onToggleDrawer}
          />
          <ThreadLog conversation={conversation} />
          <Composer conversation={conversation} mode={inbox.mode} onMode={inbox.setMode} />
        </>
      )}
    </section>
  );
}

function useReadMark(conversation: Conversation | undefined): void {
  const client = useQueryClient();
  const id = conversation?.id;
  const unread = conversation?.unread_count ?? 0;
  useEffect(() => {
    if (!id || unread === 0) return;
    const mark = async () => {
      if (document.visibilityState !== "visible") return;
      await markRead(id);
      await client.invalidateQueries({ queryKey: keys.conversation(id), exact: true });
      await client.invalidateQueries({ queryKey: keys.lists });
      await client.invalidateQueries({ queryKey: keys.counts });
    };
    const attempt = () => void mark().catch(() => undefined);
    attempt();
    document.addEventListener("visibilitychange", attempt);
    return () => document.removeEventListener("visibilitychange", attempt);
  }, [id, unread, client]);
}
