/** @file Which images or boxes of a run answer one filter. */
import { DETECTION_STRIDE } from "../contract/run-table";
import type { CaseFilter } from "../domain/case-filter";
import { unreachable } from "../domain/unreachable";
import { type MatchThresholds, matchRun, type RunMatches, UNMATCHED } from "../matching/match-run";
import { classifyFalsePositive } from "../matching/rank-errors";
import { areWithin, referenceAreas, referenceAspects } from "./box-measures";
import { columnValues, referenceZones } from "./case-columns";
import type { CaseTable } from "./case-table";
import { highestScores } from "./highest-scores";
import { imageOfRows } from "./image-of-rows";
import { isInRange } from "./value-range";

export interface CaseAnswer {
  readonly about: "images" | "detections" | "references";
  /** [I], [D] or [R]: 1 for each that answers the filter, else 0. */
  readonly rows: Uint8Array;
}

/** Answers filters about one table. Those that follow each other with the same thresholds share a matching. */
export function caseAnswerer(table: CaseTable): (filter: CaseFilter) => CaseAnswer {
  const match = keepingMatcher(table);
  return (filter) => {
    switch (filter.kind) {
      case "score":
        return answerScore(table, filter, match);
      case "error":
        return answerError(filter, match);
      case "reference-area":
        return answerArea(table, filter, match);
      case "column":
        return answerColumn(table, filter, match);
      case "image-score":
        return answerImageScore(table, filter);
      case "reference-count":
        return answerImages(table, ({ references }) => isInRange(references, filter));
      case "box-shape":
        return answerShape(table, filter);
      case "position":
        return { about: "references", rows: areWithin(table, filter) };
      case "images":
        return answerNamed(table, filter);
      default:
        return unreachable(filter);
    }
  };
}

type Filter<Kind extends CaseFilter["kind"]> = Extract<CaseFilter, { kind: Kind }>;
type Matcher = (thresholds: MatchThresholds) => RunMatches;

function keepingMatcher(table: CaseTable): Matcher {
  let last: RunMatches | undefined;
  return ({ scoreThreshold, iouThreshold }) => {
    const known = last?.thresholds;
    if (last && known?.scoreThreshold === scoreThreshold && known.iouThreshold === iouThreshold) return last;
    last = matchRun(table, { scoreThreshold, iouThreshold });
    return last;
  };
}

/** The verdict is that of the whole run, as histograms and reliability curves count it: whatever the threshold. */
function answerScore(table: CaseTable, filter: Filter<"score">, match: Matcher): CaseAnswer {
  const { verdict, iouThreshold } = filter;
  const referenceOf = verdict && match({ scoreThreshold: 0, iouThreshold }).referenceOf;
  return answerRows("detections", table.head.detectionLabels.length, (row) => {
    if (!isInRange(table.detections[row * DETECTION_STRIDE + 4]!, filter)) return false;
    return !referenceOf || referenceOf[row]! >= 0 === (verdict === "right");
  });
}

function answerError({ error, ...thresholds }: Filter<"error">, match: Matcher): CaseAnswer {
  const matches = match(thresholds);
  const { referenceOf, detectionOf } = matches;
  if (error === "miss") return answerRows("references", detectionOf.length, (row) => detectionOf[row] === UNMATCHED);
  const isAsked = (row: number): boolean =>
    referenceOf[row] === UNMATCHED && classifyFalsePositive(matches, row) === error;
  return answerRows("detections", referenceOf.length, isAsked);
}

function answerArea(table: CaseTable, filter: Filter<"reference-area">, match: Matcher): CaseAnswer {
  const areas = referenceAreas(table, filter.frame);
  const isFound = foundTest(filter, match);
  return answerRows("references", areas.length, (row) => isInRange(areas[row]!, filter) && isFound(row));
}

function answerColumn(table: CaseTable, filter: Filter<"column">, match: Matcher): CaseAnswer {
  const { column, value } = filter;
  const isFound = foundTest(filter, match);
  if (column === "zone") {
    const zones = referenceZones(table);
    return answerRows("references", zones.length, (row) => zones[row] === value && isFound(row));
  }
  const images = answerImages(table, (image) => columnValues(image, column).includes(value));
  if (filter.isFound === undefined) return images;
  const imageOf = imageOfRows(table.head.images, "references");
  return answerRows("references", imageOf.length, (row) => images.rows[imageOf[row]!] === 1 && isFound(row));
}

/** Says of a reference whether it was found or missed, as asked; of every one yes where nothing is asked. */
function foundTest(
  { isFound, scoreThreshold, iouThreshold }: MatchThresholds & { readonly isFound?: boolean | undefined },
  match: Matcher,
): (row: number) => boolean {
  if (isFound === undefined) return () => true;
  const { detectionOf } = match({ scoreThreshold, iouThreshold });
  return (row) => (detectionOf[row] !== UNMATCHED) === isFound;
}

function answerImageScore(table: CaseTable, filter: Filter<"image-score">): CaseAnswer {
  const scores = highestScores(table);
  return answerImages(table, ({ references }, index) => {
    const isAsked = filter.isPositive === undefined || filter.isPositive === references > 0;
    return isAsked && isInRange(scores[index]!, filter);
  });
}

function answerShape(table: CaseTable, filter: Filter<"box-shape">): CaseAnswer {
  const values = filter.measure === "area" ? referenceAreas(table) : referenceAspects(table);
  return answerRows("references", values.length, (row) => isInRange(values[row]!, filter));
}

function answerNamed(table: CaseTable, { instanceIds }: Filter<"images">): CaseAnswer {
  const named = new Set<string>(instanceIds);
  return answerImages(table, ({ instanceId }) => named.has(instanceId));
}

function answerImages(
  { head: { images } }: CaseTable,
  isAsked: (image: CaseTable["head"]["images"][number], index: number) => boolean,
): CaseAnswer {
  return answerRows("images", images.length, (index) => isAsked(images[index]!, index));
}

function answerRows(about: CaseAnswer["about"], count: number, isAsked: (row: number) => boolean): CaseAnswer {
  const rows = new Uint8Array(count);
  for (let row = 0; row < count; row++) rows[row] = Number(isAsked(row));
  return { about, rows };
}
