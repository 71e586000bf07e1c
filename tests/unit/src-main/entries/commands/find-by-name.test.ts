/** @file Finding what a person named on the command line. */
import { expect, test } from "vitest";
import { findByName } from "../../../../../src-main/entries/commands/find-by-name";

function named(...names: readonly string[]): readonly { readonly name: string }[] {
  return names.map((name) => ({ name }));
}

test("capitals do not matter where only one name is meant", () => {
  expect(findByName(named("Mine", "other"), "mine", "model").name).toBe("Mine");
  expect(findByName(named("Mine", "mine"), "mine", "model").name).toBe("mine");
  expect(() => findByName(named("Mine", "mIne"), "mine", "model")).toThrow("it has “Mine”, “mIne”.");
});

test("a name that is not there is answered with those that are, each once", () => {
  expect(() => findByName(named("a", "b", "a"), "c", "run")).toThrow("The project has no run “c”; it has “a”, “b”.");
  expect(() => findByName([], "c", "run")).toThrow("The project has no run “c”; it has none.");
});

test("of many names the first eight are listed, and the others counted", () => {
  const many = named(...Array.from({ length: 20 }, (_, index) => `m${index}`));
  expect(() => findByName(many, "c", "model")).toThrow(/it has “m0”, (“m\d”, ){6}“m7” and 12 more\.$/);
  expect(() => findByName(many.slice(0, 8), "c", "model")).toThrow(/“m6”, “m7”\.$/);
});
