/** The ids of a view as last read, for those who must know a row's neighbours without drawing the list. */
import { useQueryClient } from "@tanstack/react-query";
import { listQuery } from "../api/reads";
import { viewParameter } from "./viewNames";

export function useListIds(view: string): () => string[] {
  const client = useQueryClient();
  return () =>
    client
      .getQueryData(listQuery(viewParameter(view)).queryKey)
      ?.pages.flatMap((page) => page.items.map((row) => row.id)) ?? [];
}
