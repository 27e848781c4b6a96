/** The number in the window's title and the dot on its icon: what waits for me or for anybody. */
import { i18n } from "@lingui/core";
import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { countsQuery } from "../api/reads";
import { cappedCount, waitingCount } from "../inbox/counts";

export function useTitleCount(): void {
  const { data } = useQuery(countsQuery);
  const waiting = data ? waitingCount(data) : 0;
  const cap = data?.cap ?? 999;
  useEffect(() => {
    const name = `${i18n._("Inbox")} · Parley`;
    document.title = waiting > 0 ? `(${cappedCount(waiting, cap)}) ${name}` : name;
    const icon = document.querySelector<HTMLLinkElement>('link[rel="icon"]');
    const wanted = waiting > 0 ? "/favicon-unread.svg" : "/favicon.svg";
    if (icon && icon.getAttribute("href") !== wanted) icon.setAttribute("href", wanted);
  }, [waiting, cap]);
}
