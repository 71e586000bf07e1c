/** @file Whom a detector serves how well: recall and precision by sex, age, view, class, scanner, split or zone. */
import { CASE_COLUMNS, type CaseColumn } from "../domain/case-filter";
import { DETECTION_STRIDE, REFERENCE_STRIDE } from "../contract/run-table";
import { type RunMatches, UNMATCHED } from "../matching/match-run";
import { columnValues, type ImageColumn, zoneAt, ZONES } from "./case-columns";
import type { CaseTable } from "./case-table";
import { imageOfRows } from "./image-of-rows";
import { inColumnOrder } from "./in-column-order";
import { type RecallCases, type RecallRow, recallRow, type RecallTally, tallyBoxes } from "./recall-row";

export type ColumnCases = Extract<RecallCases, { readonly kind: "column" }>;

/** One row for each value, UNKNOWN_VALUE last: age bands in rising age, zones from the top, other values in falling
 * number of images. An image of several splits counts in each. Zones sort references and false positives by their own
 * centres, and their images are those with such a reference. */
export function recallByColumn(
  table: CaseTable,
  matches: RunMatches,
  column: CaseColumn,
): readonly RecallRow<ColumnCases>[] {
  const tallies = column === "zone" ? tallyZones(table, matches) : tallyImages(table, matches, column);
  return tallies.map(([value, tally]) => {
    const cases = { kind: "column" as const, column, value, ...matches.thresholds };
    return recallRow(value, cases, tally);
  });
}

/** Columns that tell images of this table apart: those with at least two values. */
export function tellingColumns(table: CaseTable): readonly CaseColumn[] {
  return CASE_COLUMNS.filter((column) => {
    if (column === "zone") return true;
    const first = table.head.images[0] && columnValues(table.head.images[0], column).join("\n");
    return table.head.images.some((image) => columnValues(image, column).join("\n") !== first);
  });
}

type NamedTally = readonly [value: string, tally: RecallTally];

function tallyZones(table: CaseTable, matches: RunMatches): readonly NamedTally[] {
  const { images } = table.head;
  const imageOf = { references: imageOfRows(images, "references"), detections: imageOfRows(images, "detections") };
  const indexOf = (boxes: CaseTable["references"], offset: number, image: number): number =>
    ZONES.indexOf(zoneAt(boxes, offset, images[image]!));
  const tallies = tallyBoxes(table, matches, {
    count: ZONES.length,
    ofReference: (row) => indexOf(table.references, row * REFERENCE_STRIDE, imageOf.references[row]!),
    ofDetection: (row) => indexOf(table.detections, row * DETECTION_STRIDE, imageOf.detections[row]!),
  });
  return ZONES.map((zone, index) => [zone, tallies[index]!]);
}

function tallyImages(table: CaseTable, matches: RunMatches, column: ImageColumn): readonly NamedTally[] {
  const tallies = new Map<string, RecallTally>();
  let detection = 0;
  let reference = 0;
  for (const image of table.head.images) {
    const drawn = matches.referenceOf.subarray(detection, (detection += image.detections));
    const labelled = matches.detectionOf.subarray(reference, (reference += image.references));
    const missed = countUnmatched(labelled);
    for (const value of columnValues(image, column)) {
      const before = tallies.get(value) ?? { images: 0, references: 0, found: 0, falsePositives: 0 };
      tallies.set(value, {
        images: before.images + 1,
        references: before.references + image.references,
        found: before.found + image.references - missed,
        falsePositives: before.falsePositives + countUnmatched(drawn),
      });
    }
  }
  return inColumnOrder([...tallies], column, ([value, { images }]) => ({ value, images }));
}

function countUnmatched(partners: Int32Array): number {
  return partners.reduce((count, partner) => count + Number(partner === UNMATCHED), 0);
}
