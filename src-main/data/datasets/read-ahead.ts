/** @file Reads a list of things some steps ahead of whoever uses them, and hands them out in order. */

/** A read that failed is handed out as its error, so that one never stops the rest. */
export type ReadResult<Item, Value> = { readonly item: Item } & (
  { readonly value: Value } | { readonly error: unknown }
);

export async function* readAhead<Item, Value>(
  items: readonly Item[],
  read: (item: Item) => Promise<Value>,
  depth: number,
): AsyncGenerator<ReadResult<Item, Value>> {
  const start = async (item: Item): Promise<ReadResult<Item, Value>> => {
    try {
      return { item, value: await read(item) };
    } catch (error) {
      return { item, error };
    }
  };
  const waiting = items.slice(0, depth).map(start);
  for (let next = waiting.length; waiting.length > 0; next += 1) {
    const result = await waiting.shift()!;
    if (next < items.length) waiting.push(start(items[next]!));
    yield result;
  }
}
