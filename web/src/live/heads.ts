/** Puts a freshly read first page in front of older ones, without reading those again. */

export interface Paged<Item> {
  items: Item[];
  next: string | null;
}

/**
 * The pages after the newest one was read again; undefined when only a full refetch can tell the truth.
 *
 * `touched` are items that changed: one that is known from an older page but is not in the fresh head may
 * have left the list or merely lie deeper, and only the server knows.
 */
export function mergeHead<Item extends { id: string }>(
  pages: readonly Paged<Item>[],
  fresh: Paged<Item>,
  touched: ReadonlySet<string> = new Set(),
): Paged<Item>[] | undefined {
  const [head, ...rest] = pages;
  if (!head || rest.length === 0) return [fresh];
  const inHead = new Set(fresh.items.map((item) => item.id));
  const known = pages.flatMap((page) => page.items);
  if (!known.some((item) => inHead.has(item.id))) return [fresh];
  const deep = rest.some((page) => page.items.some((item) => touched.has(item.id) && !inHead.has(item.id)));
  if (deep) return undefined;
  const pushedDown = head.items.filter((item) => !inHead.has(item.id) && !touched.has(item.id));
  return [
    { items: [...fresh.items, ...pushedDown], next: head.next },
    ...rest.map((page) => ({ ...page, items: page.items.filter((item) => !inHead.has(item.id)) })),
  ];
}
