/** @file Says in a few words which cases a filter keeps, as the chip above a list does. */
import type { CaseColumn, CaseFilter, ErrorKind } from "../domain/case-filter";
import { unreachable } from "../domain/unreachable";
import { describeArea, describeRange, scoreText } from "./describe-range";
import type { ValueRange } from "./value-range";

/** A short title without full stop, for example "score 0.60–0.70, wrong" or "age 40–59, missed boxes". */
export function describeCaseFilter(filter: CaseFilter): string {
  switch (filter.kind) {
    case "score":
      return withClause(`score ${describeRange(filter, scoreText)}`, filter.verdict);
    case "error":
      return ERROR_TITLES[filter.error];
    case "reference-area":
      return withClause(`boxes ${describeArea(filter, filter.frame)}`, foundText(filter));
    case "column":
      return withClause(`${COLUMN_TITLES[filter.column]} ${filter.value}`, foundInColumnText(filter));
    case "image-score":
      return withClause(`image score ${describeRange(filter, scoreText)}`, truthText(filter.isPositive));
    case "reference-count":
      return countText(filter);
    case "box-shape":
      return filter.measure === "area"
        ? `boxes ${describeArea(filter)}`
        : `boxes ${describeRange(filter, scoreText)} wide per high`;
    case "position":
      return `${filter.boxes === "centred" ? "box centres" : "boxes"} ${percentText(filter.area.x1, filter.area.x2)} across, ${percentText(filter.area.y1, filter.area.y2)} down`;
    case "images":
      return filter.title;
    default:
      return unreachable(filter);
  }
}

/** What else the filter rests on, for the chip's hint: its thresholds; undefined where it has none. */
export function explainCaseFilter(filter: CaseFilter): string | undefined {
  if (filter.kind === "score") return filter.verdict && `right or wrong at IoU ${scoreText(filter.iouThreshold)}`;
  if (filter.kind === "error" || ("isFound" in filter && filter.isFound !== undefined)) {
    return `at score ${scoreText(filter.scoreThreshold)} and IoU ${scoreText(filter.iouThreshold)}`;
  }
  return undefined;
}

const ERROR_TITLES = {
  duplicate: "duplicates",
  localisation: "localisation errors",
  classification: "classification errors",
  "classification-and-localisation": "classification and localisation errors",
  background: "background errors",
  miss: "misses",
} satisfies Record<ErrorKind, string>;

/** The word before a value. */
const COLUMN_TITLES = {
  sex: "sex",
  ageBand: "age",
  view: "view",
  className: "class",
  scanner: "scanner",
  zone: "boxes",
  split: "split",
} satisfies Record<CaseColumn, string>;

function withClause(title: string, clause: string | undefined): string {
  return clause ? `${title}, ${clause}` : title;
}

function foundText({ isFound }: { readonly isFound?: boolean | undefined }): string | undefined {
  if (isFound === undefined) return undefined;
  return isFound ? "found" : "missed";
}

/** A zone speaks of boxes already. */
function foundInColumnText(filter: Extract<CaseFilter, { kind: "column" }>): string | undefined {
  const found = foundText(filter);
  return found && filter.column !== "zone" ? `${found} boxes` : found;
}

function truthText(isPositive: boolean | undefined): string | undefined {
  if (isPositive === undefined) return undefined;
  return isPositive ? "positive images" : "negative images";
}

/** Whole numbers of boxes that the range holds. */
function countText({ from, to = Infinity, holds }: ValueRange): string {
  const least = Math.max(0, holds === "upper-edge" ? Math.floor(from) + 1 : Math.ceil(from));
  const most = holds === "lower-edge" ? Math.ceil(to) - 1 : Math.floor(to);
  if (most === 0) return "no boxes";
  if (most === least) return least === 1 ? "1 box" : `${least} boxes`;
  return Number.isFinite(most) ? `${least}–${most} boxes` : `${least} boxes or more`;
}

function percentText(from: number, to: number): string {
  return `${percent(from)}–${percent(to)} %`;
}

function percent(share: number): string {
  return (share * 100).toLocaleString("en-GB", { maximumFractionDigits: 1 });
}
