/** @file What a handler of the import chain answers: yes, not mine, or mine but not usable and why. */

export type Answer<Value> =
  | { readonly kind: "yes"; readonly value: Value }
  | { readonly kind: "skip" }
  | { readonly kind: "no"; readonly reason: string };

export const SKIP = { kind: "skip" } as const;

export function yes<Value>(value: Value): Answer<Value> {
  return { kind: "yes", value };
}

export function no(reason: string): Answer<never> {
  return { kind: "no", reason };
}
