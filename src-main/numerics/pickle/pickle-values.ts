/** @file What a pickle may hold here: plain values, and objects that stand for themselves and do nothing. */

export type PickleValue =
  null | boolean | number | bigint | string | Uint8Array | PickleList | PickleTuple | PickleDictionary | PickleObject;

/** Lists and sets; both grow while they are read. */
export class PickleList {
  readonly kind = "list";
  readonly items: PickleValue[] = [];
}

export class PickleTuple {
  readonly kind = "tuple";

  constructor(readonly items: readonly PickleValue[]) {}
}

/** Dictionaries of every class, in the order of their first assignment, as in Python. */
export class PickleDictionary {
  readonly kind = "dictionary";
  readonly entries = new Map<PickleValue, PickleValue>();
}

/** The base of what a global makes. */
export abstract class PickleObject {
  abstract readonly kind: string;
}

/** A value that no tensor depends on, such as a NumPy number or a path: its content is read over. */
export class OpaqueObject extends PickleObject {
  readonly kind = "opaque";

  constructor(readonly className: string) {
    super();
  }
}

/** An allowed name of a module: a class or a function, or a value such as a type. */
export class PickleGlobal extends PickleObject {
  readonly kind = "global";

  constructor(
    readonly name: string,
    readonly meaning: GlobalMeaning,
  ) {
    super();
  }
}

export interface GlobalMeaning {
  /** What calling it gives. Absent for what is no function. */
  readonly call?: (argumentsOf: readonly PickleValue[]) => PickleValue;
}
