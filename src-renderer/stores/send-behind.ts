/** @file Shows a reader's change at once and sends it behind. */
import { hashKey, type QueryKey } from "@tanstack/react-query";
import { queryClient } from "./query-client";

/** Changes that are on their way, by the question whose answer they change. */
const onTheWay = new Map<string, number>();

export interface ChangeBehind<Data> {
  readonly queryKey: QueryKey;
  readonly change: (known: Data | undefined) => Data;
  readonly send: () => Promise<unknown>;
}

/** Asks anew when the last change has arrived: an answer from before it would take the change back under the reader's
 * hand, and what is said next would build upon it. */
export async function sendBehind<Data>({ queryKey, change, send }: ChangeBehind<Data>): Promise<void> {
  const name = hashKey(queryKey);
  onTheWay.set(name, (onTheWay.get(name) ?? 0) + 1);
  void queryClient.cancelQueries({ queryKey, exact: true });
  queryClient.setQueryData<Data>(queryKey, change);
  try {
    await send();
  } finally {
    const left = onTheWay.get(name)! - 1;
    onTheWay.set(name, left);
    if (left === 0) await queryClient.invalidateQueries({ queryKey, exact: true });
  }
}
