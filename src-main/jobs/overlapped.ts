/** @file Works on a few items ahead of the one that is asked for, so that reading overlaps with computing. */

/** Yields the results in the order of the items, with at most `ahead` in work beside the one that is yielded.
 * `work` must not reject: an item that fails is a result like any other. */
export async function* overlapped<Item, Result>(
  items: Iterable<Item>,
  work: (item: Item) => Promise<Result>,
  ahead: number,
): AsyncGenerator<Result> {
  const inWork: Promise<Result>[] = [];
  for (const item of items) {
    inWork.push(work(item));
    if (inWork.length > ahead) yield await inWork.shift()!;
  }
  for (const result of inWork) yield await result;
}
