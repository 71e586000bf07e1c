/** @file Numbers at every anchor of a batch, laid out as a head answers them, so that no graph has to turn them around. */
import type { GridSize } from "../boxes/anchors";

export interface AnchorLevels {
  readonly grids: readonly GridSize[];
  /** [h · w · A, 4] of each level, as `generateAnchors` gives them. */
  readonly anchors: readonly Float32Array[];
}

/** What a loss over a head's whole answer reads; each array has one entry for each level. */
export interface DenseTargets {
  readonly targets: readonly Float32Array[];
  /** 0 where nothing is learnt. */
  readonly weights: readonly Float32Array[];
}

/** Zeros at first: for each level [images, A · width, h, w], in each anchor its `width` numbers. */
export class AnchorPlanes {
  readonly levels: readonly Float32Array[];
  readonly #width: number;
  readonly #grids: readonly { readonly first: number; readonly kinds: number; readonly cells: number }[];

  constructor({ grids, anchors }: AnchorLevels, images: number, width: number) {
    this.#width = width;
    const counts = anchors.map((level) => level.length / 4);
    this.#grids = grids.map(({ gridHeight, gridWidth }, level) => {
      const cells = gridHeight * gridWidth;
      const first = counts.slice(0, level).reduce((sum, count) => sum + count, 0);
      return { first, kinds: counts[level]! / cells, cells };
    });
    this.levels = counts.map((count) => new Float32Array(images * count * width));
  }

  /** Writes one number throughout an image. */
  fill(image: number, value: number): void {
    for (const [level, { kinds, cells }] of this.#grids.entries()) {
      const count = kinds * cells * this.#width;
      this.levels[level]!.fill(value, image * count, (image + 1) * count);
    }
  }

  /** Writes a row of `width` numbers. Anchors are counted level by level, then as `generateAnchors` does. */
  set(image: number, anchor: number, row: ArrayLike<number>): void {
    const level = this.#grids.findLastIndex(({ first }) => first <= anchor);
    const { first, kinds, cells } = this.#grids[level]!;
    const within = anchor - first;
    const cell = Math.floor(within / kinds);
    const kind = within - cell * kinds;
    const start = (image * kinds + kind) * this.#width * cells + cell;
    const planes = this.levels[level]!;
    for (let column = 0; column < this.#width; column++) planes[start + column * cells] = row[column]!;
  }
}

/** All levels' anchors one after the other, [anchors, 4]. */
export function joinLevels({ anchors }: AnchorLevels): Float32Array {
  const joined = new Float32Array(anchors.reduce((sum, level) => sum + level.length, 0));
  let start = 0;
  for (const level of anchors) {
    joined.set(level, start);
    start += level.length;
  }
  return joined;
}

/** The anchors as planes, [1, 4 · A, h, w] of each level. */
export function layOutAnchors(levels: AnchorLevels): readonly Float32Array[] {
  const planes = new AnchorPlanes(levels, 1, 4);
  const anchors = joinLevels(levels);
  for (let anchor = 0; 4 * anchor < anchors.length; anchor++) {
    planes.set(0, anchor, anchors.subarray(4 * anchor, 4 * anchor + 4));
  }
  return planes.levels;
}
