/** @file Checks which prefixes are taken off the names of tensors. */
import { expect, test } from "vitest";
import { stripPrefixes } from "../../../../../src-main/numerics/pickle/strip-prefixes";

function stripped(...names: readonly string[]): readonly string[] {
  const { entries, wrappers } = stripPrefixes(
    names.map((name) => [name, 0]),
    "some.pth",
  );
  return [...entries.map(([name]) => name), ...wrappers];
}

test("a prefix of all names is taken off, and one behind it", () => {
  expect(stripped("module.a", "module.b.c")).toEqual(["a", "b.c", 'the prefix "module."']);
  expect(stripped("model.module.a")).toEqual(["a", 'the prefix "model."', 'the prefix "module."']);
});

test("a prefix of some names, or a whole name, stays", () => {
  expect(stripped("module.a", "b")).toEqual(["module.a", "b"]);
  expect(stripped("module.")).toEqual(["module."]);
  expect(stripped("modules.a")).toEqual(["modules.a"]);
  expect(stripped()).toEqual([]);
});

test("the count of an averaged model is left out beside prefixed names, and kept without them", () => {
  expect(stripped("n_averaged", "module.a")).toEqual(["a", 'the prefix "module."', 'the count "n_averaged"']);
  expect(stripped("n_averaged", "a")).toEqual(["n_averaged", "a"]);
  expect(stripped("n_averaged")).toEqual(["n_averaged"]);
});

test("a compiled part loses its prefix in the middle of names, unless two become one", () => {
  expect(stripped("backbone._orig_mod.a", "head.b")).toEqual(["backbone.a", "head.b", '"_orig_mod." within names']);
  expect(() => stripped("x._orig_mod.a", "x.a")).toThrow("some.pth holds two tensors of one name");
});
