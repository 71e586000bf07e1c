/** @file Tells for each candidate box which reference box it stands for while a detector learns. */
import type { Box } from "../../../src-shared/domain/box";
import { Failure } from "../../../src-shared/domain/failure";
import { intersectionOverUnionFloat32 } from "../boxes/intersection-over-union-float32";
import { boxAt } from "./box-at";

export interface MatchRule {
  /** A candidate that overlaps a reference box by so much stands for it. */
  readonly foregroundIou: number;
  /** One that overlaps each of them by less is background; those between the two are left out. */
  readonly backgroundIou: number;
  /** The candidates that overlap a reference box most stand for one even where that is little, so that each is learnt. */
  readonly keepsBestOfEach: boolean;
}

/** Instead of the number of a reference box. */
export const BACKGROUND = -1;
export const LEFT_OUT = -2;

/** For each of `candidates` [N, 4] the row of `references` [G, 4] that it overlaps most, the first one among equals;
 * `BACKGROUND` or `LEFT_OUT` where that is too little. Boxes are (x1, y1, x2, y2) in pixels. Overlaps and thresholds
 * are compared in float32. Unlike torchvision's, a reference box that no candidate touches claims none: there, it
 * claims all that it does not touch.
 * @throws {Failure} `invalid-input` for a reference box without an area.
 * @see torchvision 0.14, Matcher; Ren et al., arXiv:1506.01497, section 3.1.2 */
export function matchBoxes(candidates: Float32Array, references: Float32Array, rule: MatchRule): Int32Array {
  const overlaps = overlapsWithEach(candidates, references);
  const nearest = nearestOf(overlaps, candidates.length / 4);
  const matches = nearest.rows.map((row, place) => judge(row, nearest.overlaps[place]!, rule));
  if (rule.keepsBestOfEach) for (const row of overlaps) keepBestInto(row, nearest.rows, matches);
  return matches;
}

/** Of every candidate, for each reference box. */
function overlapsWithEach(candidates: Float32Array, references: Float32Array): readonly Float32Array[] {
  return Array.from({ length: references.length / 4 }, (_, row) => {
    const reference = boxAt(references, row);
    if (!(reference.x2 > reference.x1 && reference.y2 > reference.y1)) {
      const corners = Object.values(reference).join(", ");
      throw new Failure("invalid-input", `A reference box has the corners ${corners}; one with an area was expected.`);
    }
    return overlapsWith(reference, candidates);
  });
}

function overlapsWith(reference: Box, candidates: Float32Array): Float32Array {
  const overlaps = new Float32Array(candidates.length / 4);
  for (let place = 0; place < overlaps.length; place++) {
    const at = 4 * place;
    // Most lie elsewhere, and a step looks at every anchor of its images.
    if (candidates[at]! >= reference.x2 || candidates[at + 2]! <= reference.x1) continue;
    if (candidates[at + 1]! >= reference.y2 || candidates[at + 3]! <= reference.y1) continue;
    overlaps[place] = intersectionOverUnionFloat32(reference, boxAt(candidates, place));
  }
  return overlaps;
}

interface Nearest {
  /** Of the reference boxes; -1 where there are none. */
  readonly rows: Int32Array;
  readonly overlaps: Float32Array;
}

function nearestOf(overlaps: readonly Float32Array[], count: number): Nearest {
  const rows = new Int32Array(count).fill(overlaps.length > 0 ? 0 : BACKGROUND);
  const greatest = overlaps[0]?.slice() ?? new Float32Array(count);
  for (const [row, each] of overlaps.entries()) {
    for (let place = 0; place < count; place++) {
      if (!(each[place]! > greatest[place]!)) continue;
      greatest[place] = each[place]!;
      rows[place] = row;
    }
  }
  return { rows, overlaps: greatest };
}

function judge(row: number, overlap: number, { foregroundIou, backgroundIou }: MatchRule): number {
  if (row === BACKGROUND || overlap >= Math.fround(foregroundIou)) return row;
  return overlap < Math.fround(backgroundIou) ? BACKGROUND : LEFT_OUT;
}

/** Each stands for the box that it overlaps most itself, which may be another one. */
function keepBestInto(overlaps: Float32Array, rows: Int32Array, matches: Int32Array): void {
  const best = overlaps.reduce((greatest, overlap) => Math.max(greatest, overlap), 0);
  if (best === 0) return;
  for (let place = 0; place < overlaps.length; place++) {
    if (overlaps[place] === best) matches[place] = rows[place]!;
  }
}
