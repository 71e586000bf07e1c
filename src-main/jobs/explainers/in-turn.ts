/** @file Lets one piece of work after another at something that only one may use at a time. */

export type InTurn = <Answer>(work: () => Promise<Answer>) => Promise<Answer>;

/** Each piece begins when the one before it has ended, however it ended: its own caller is told. */
export function inTurn(): InTurn {
  let last: Promise<unknown> = Promise.resolve();
  return async (work) => {
    const before = last;
    const own = (async () => {
      await Promise.allSettled([before]);
      return work();
    })();
    last = own;
    return own;
  };
}
