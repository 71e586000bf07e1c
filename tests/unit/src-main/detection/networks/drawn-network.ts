/** @file Small networks of torchvision with weights drawn from their names, and what torchvision answers with them. */
import { readFileSync } from "node:fs";
import type { Parameters } from "../../../../../src-main/detection/networks/parameters";

export interface DrawnNetwork {
  readonly shapes: ReadonlyMap<string, readonly number[]>;
  readonly parameters: Parameters;
  readonly answers: ReadonlyMap<string, { readonly shape: readonly number[]; readonly data: Float32Array }>;
}

/** Made by tests/fixtures/networks/make_values.py. */
export function readDrawnNetwork(name: string): DrawnNetwork {
  const fixture = (ending: string): URL =>
    new URL(`../../../../fixtures/networks/values/${name}.${ending}`, import.meta.url);
  const told = JSON.parse(readFileSync(fixture("json"), "utf8")) as {
    readonly parameters: Readonly<Record<string, readonly number[]>>;
    readonly answers: Readonly<Record<string, readonly number[]>>;
  };
  const shapes = new Map(Object.entries(told.parameters));
  const numbers = new Float32Array(new Uint8Array(readFileSync(fixture("f32"))).buffer);
  let at = 0;
  const answers = Object.entries(told.answers).map(([key, shape]) => {
    const data = numbers.subarray(at, (at += product(shape)));
    return [key, { shape, data }] as const;
  });
  return { shapes, parameters: drawnParameters(shapes), answers: new Map(answers) };
}

export function drawnParameters(shapes: ReadonlyMap<string, readonly number[]>): Parameters {
  return {
    names: [...shapes.keys()],
    shapeOf: (name) => shapes.get(name),
    load: (name) => drawn(name, shapes.get(name)!),
  };
}

/** The same numbers as `drawn` in make_values.py. */
export function drawn(name: string, shape: readonly number[]): Float32Array {
  const reach = Math.sqrt(6 / product(shape.slice(1)));
  const scale = (u: number): number => {
    if (name.endsWith("running_var")) return 0.5 + u;
    if (name.endsWith("running_mean") || name.endsWith("bias")) return (u - 0.5) * 0.2;
    if (shape.length === 1) return 0.6 + 0.6 * u;
    return name === "image" ? 4 * u - 2 : (2 * u - 1) * reach;
  };
  const seed = hashOf(name);
  return Float32Array.from({ length: product(shape) }, (_, index) => scale(uniform(seed, index)));
}

/** FNV-1a. */
function hashOf(name: string): number {
  let hash = 0x811c9dc5;
  for (const character of name) hash = Math.imul(hash ^ character.charCodeAt(0), 0x01000193);
  return hash;
}

/** MurmurHash3's finaliser. */
function uniform(seed: number, index: number): number {
  let hash = (seed + Math.imul(index, 0x9e3779b9)) | 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  hash ^= hash >>> 16;
  return (hash >>> 8) / 2 ** 24;
}

function product(sizes: readonly number[]): number {
  return sizes.reduce((all, size) => all * size, 1);
}
