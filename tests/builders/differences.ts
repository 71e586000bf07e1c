/** @file Compares figures with reference figures, however deeply they are nested. */

/** Where two JSON values differ, numbers by more than the tolerance; empty where they agree. */
export function differences(found: unknown, expected: unknown, tolerance: number, path = ""): readonly string[] {
  if (typeof expected === "number" && typeof found === "number") {
    return Math.abs(found - expected) <= tolerance ? [] : [`${path} is ${found}, expected ${expected}`];
  }
  if (!isObject(expected) || !isObject(found)) {
    return found === expected ? [] : [`${path} is ${JSON.stringify(found)}, expected ${JSON.stringify(expected)}`];
  }
  const keys = new Set([...Object.keys(expected), ...Object.keys(found)]);
  return [...keys].flatMap((key) => differences(found[key], expected[key], tolerance, `${path}.${key}`));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
