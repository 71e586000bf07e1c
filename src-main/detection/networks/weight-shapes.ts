/** @file Questions about the shapes of a checkpoint's weights, answered under torchvision's names. */
import { Failure } from "../../../src-shared/domain/failure";
import type { Normalisation } from "./architecture";
import { modernName } from "./modern-name";

export class WeightShapes {
  /** Under torchvision's names of today. */
  readonly all: ReadonlyMap<string, readonly number[]>;

  constructor(
    shapes: ReadonlyMap<string, readonly number[]>,
    readonly fileName: string,
  ) {
    const named = new Map<string, readonly number[]>();
    for (const [name, shape] of shapes) named.set(shapes.has(modernName(name)) ? name : modernName(name), shape);
    this.all = named;
  }

  has(name: string): boolean {
    return this.all.has(name);
  }

  /** @throws {Failure} `unsupported` when it is not there, or has other than so many sizes, or an empty one. */
  of<Rank extends 1 | 2 | 4>(name: string, rank: Rank): Sizes[Rank] {
    const shape = this.all.get(name);
    if (!shape) throw this.unfit(`lacks ${name}, from which its build is read`);
    if (shape.length !== rank || shape.some((size) => size < 1)) {
      throw this.unfit(`holds ${name} as ${shapeText(shape)}, where ${rank} sizes above 0 were expected`);
    }
    return shape as Sizes[Rank];
  }

  /** How many different numbers follow this beginning of a name: blocks of a layer, say, also where one is missing. */
  count(beginning: string, continuation = ""): number {
    const numbers = new Set<string>();
    for (const name of this.all.keys()) {
      if (!name.startsWith(beginning)) continue;
      const number = /^\d+/.exec(name.slice(beginning.length))?.[0];
      if (number !== undefined && name.startsWith(continuation, beginning.length + number.length)) numbers.add(number);
    }
    return numbers.size;
  }

  /** The kind of the norm of this name, which stands for all in the part of the network whose names begin alike. */
  normalisation(name: string, part: string): Normalisation {
    if (this.has(`${name}.running_mean`) || this.has(`${name}.running_var`)) {
      const isTracked = [...this.all.keys()].some(
        (each) => each.startsWith(part) && each.endsWith(".num_batches_tracked"),
      );
      return isTracked ? "batch" : "frozen-batch";
    }
    return this.has(`${name}.weight`) ? "group" : "none";
  }

  unfit(found: string): Failure {
    return new Failure("unsupported", `${this.fileName} ${found}.`);
  }
}

interface Sizes {
  1: readonly [number];
  2: readonly [number, number];
  4: readonly [number, number, number, number];
}

/** `[64, 3, 7, 7]`; `[]` for a single number. */
export function shapeText(shape: readonly number[]): string {
  return `[${shape.join(", ")}]`;
}
