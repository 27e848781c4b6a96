/** What can be done about a message that did not, or may not, have gone out. */
import { i18n } from "@lingui/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { MessageItem } from "../api/types";
import { retryMessage } from "../api/writes";
import { Button } from "../components/Button";
import { complain, say } from "../components/toasts";
import { refreshConversation } from "../live/refresh";
import { dropUnsent, isUnsent, useSend } from "./useSend";

export function FailedActions({ item, conversationId }: { item: MessageItem; conversationId: string }) {
  const client = useQueryClient();
  const { resend } = useSend(conversationId);
  const [busy, setBusy] = useState(false);
  const unsent = isUnsent(item.id);

  const retry = async () => {
    setBusy(true);
    try {
      if (unsent) await resend(item);
      else await retryMessage(item.id);
    } catch (error) {
      complain(i18n._("It was not sent again"), error instanceof Error ? error.message : undefined);
    } finally {
      setBusy(false);
      void refreshConversation(client, conversationId);
    }
  };
  const copy = async () => {
    await navigator.clipboard.writeText(item.text ?? "");
    say(i18n._("Copied"));
  };
  return (
    <div className="mt-1 flex gap-1">
      <Button look="quiet" disabled={busy} onClick={() => void retry()}>
        {item.status === "unknown" ? i18n._("Send again (it may arrive twice)") : i18n._("Retry")}
      </Button>
      <Button look="quiet" onClick={() => void copy()}>
        {i18n._("Copy")}
      </Button>
      {unsent && (
        <Button look="quiet" onClick={() => dropUnsent(client, conversationId, item.id)}>
          {i18n._("Delete")}
        </Button>
      )}
    </div>
  );
}
