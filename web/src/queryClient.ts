/** The one cache of what the server said. */
import { QueryClient } from "@tanstack/react-query";
import { isPassing } from "./api/problem";

const TRIES = 3;

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      // Events say when something changed, so data does not go stale by mere age.
      staleTime: 60_000,
      refetchOnWindowFocus: false,
      retry: (failures, error) => failures < TRIES && isPassing(error),
    },
  },
});
