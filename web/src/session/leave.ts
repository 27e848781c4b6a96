/** What happens when the session is over: nothing of it stays on the screen or in memory. */
import type { QueryClient } from "@tanstack/react-query";
import type { AnyRouter } from "@tanstack/react-router";
import { rememberCsrf } from "../api/client";

export function leaveSession(client: QueryClient, router: AnyRouter): void {
  rememberCsrf("");
  if (location.pathname === "/sign-in") return;
  const to = location.pathname + location.search + location.hash;
  void router.navigate({ to: "/sign-in", search: { to } }).then(() => client.clear());
}
