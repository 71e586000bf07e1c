/** @file Lays runs out as the three sheets of a free-response study that RJafroc reads. */
import { DETECTION_STRIDE } from "../../../src-shared/contract/run-table";
import { Failure } from "../../../src-shared/domain/failure";
import { matchRun, UNMATCHED, type RunMatches } from "../../../src-shared/matching/match-run";
import type { EvaluationTable } from "../evaluation/evaluation-table";

/** What one run marked, as a modality of the study. */
export interface RjafrocModality {
  /** Commas and white space in it become "_". */
  readonly name: string;
  readonly table: EvaluationTable;
}

export interface RjafrocSettings {
  /** The one reader of all runs; commas and white space become "_". */
  readonly reader: string;
  /** A detection marks a lesion from this IoU up. */
  readonly iouThreshold: number;
}

type Cell = string | number | undefined;

export interface RjafrocSheet {
  readonly name: "Truth" | "TP" | "FP";
  /** The first one names the columns. */
  readonly rows: readonly (readonly Cell[])[];
}

export interface RjafrocSheets {
  readonly sheets: readonly RjafrocSheet[];
  /** Cases of the study: images that every run covers, numbered from 1 in the first run's order. */
  readonly images: number;
  /** Images of one run or several that another lacks. */
  readonly leftOut: number;
}

const TRUTH_COLUMNS = ["CaseID", "LesionID", "Weight", "ReaderID", "ModalityID", "Paradigm", "Image"];
const TP_COLUMNS = ["ReaderID", "ModalityID", "CaseID", "LesionID", "TP_Rating"];
const FP_COLUMNS = ["ReaderID", "ModalityID", "CaseID", "FP_Rating"];

/** Every detection is a mark, whatever its score: those that found a reference by greedy matching rate that lesion, all
 * others are false positives. Lesions are weighted 0, by which RJafroc gives all lesions of a case the same weight. The
 * seventh column of Truth, beyond those that RJafroc reads, names the image of each case.
 * @throws {Failure} `invalid-input` where RJafroc would not read the workbook, or confuse runs: no runs, two of one
 * name, an empty name, no lesion or no normal image in common, no lesion found at all, a run without false positives;
 * and where runs disagree about the references of an image.
 * @see Chakraborty, RJafroc 2.1, vignette "FROC data format"; its ReadJAFROCNewFormat.R */
export function rjafrocSheets(
  modalities: readonly RjafrocModality[],
  { reader, iouThreshold }: RjafrocSettings,
): RjafrocSheets {
  const names = modalities.map(({ name }) => nameCell(name));
  requireDistinct(names);
  const runs = modalities.map(({ table }) => ({
    table,
    matches: matchRun(table, { scoreThreshold: 0, iouThreshold }),
    rowsOf: locateImages(table),
  }));
  const cases = casesInCommon(runs);
  const readerName = nameCell(reader);
  const marks = runs.map((run, index) => listMarks(run, cases, [readerName, names[index]!]));
  const truth = listTruth(cases, [readerName, names.join(", ")]);
  const found = marks.flatMap(({ found: rows }) => rows);
  const wrong = marks.flatMap(({ wrong: rows }) => rows);
  // RJafroc names modalities in the order in which the sheet of false positives brings them up.
  const withoutWrong = names.find((_, index) => marks[index]!.wrong.length === 0);
  if (found.length === 0) throw unreadable(`no detection finds a lesion at IoU ${iouThreshold}`);
  if (withoutWrong !== undefined) throw unreadable(`${withoutWrong} has no false positive`);
  const covered = new Set(runs.flatMap(({ rowsOf }) => [...rowsOf.keys()]));
  return {
    sheets: [
      { name: "Truth", rows: [TRUTH_COLUMNS, ...truth] },
      { name: "TP", rows: [TP_COLUMNS, ...found] },
      { name: "FP", rows: [FP_COLUMNS, ...wrong] },
    ],
    images: cases.length,
    leftOut: covered.size - cases.length,
  };
}

function unreadable(reason: string): Failure {
  return new Failure("invalid-input", `RJafroc could not read the workbook: ${reason}.`);
}

/** RJafroc parts the list of modalities in a cell of Truth at commas and at white space. */
function nameCell(name: string): string {
  const trimmed = name.trim();
  if (trimmed !== "") return trimmed.replaceAll(/[\s,]+/g, "_");
  throw new Failure("invalid-input", "A reader or a modality of the workbook has no name; one was expected.");
}

function requireDistinct(names: readonly string[]): void {
  if (names.length === 0) throw unreadable("no run was chosen");
  const repeated = names.find((name, index) => names.indexOf(name) < index);
  if (repeated === undefined) return;
  throw new Failure(
    "invalid-input",
    `Two runs are called "${repeated}"; modalities of one study need different names.`,
  );
}

/** Where an image's rows stand in a run's table. */
interface ImageRows {
  readonly firstDetection: number;
  readonly detections: number;
  readonly firstReference: number;
  readonly references: number;
}

interface MatchedRun {
  readonly table: EvaluationTable;
  readonly matches: RunMatches;
  /** By the image's identifier. */
  readonly rowsOf: ReadonlyMap<string, ImageRows>;
}

function locateImages({ head: { images } }: EvaluationTable): ReadonlyMap<string, ImageRows> {
  const rowsOf = new Map<string, ImageRows>();
  let firstDetection = 0;
  let firstReference = 0;
  for (const { id, detections, references } of images) {
    rowsOf.set(id, { firstDetection, detections, firstReference, references });
    firstDetection += detections;
    firstReference += references;
  }
  return rowsOf;
}

interface Case {
  readonly image: string;
  readonly lesions: number;
}

function casesInCommon(runs: readonly MatchedRun[]): readonly Case[] {
  const cases: Case[] = [];
  for (const [image, { references: lesions }] of runs[0]!.rowsOf) {
    const others = runs.map(({ rowsOf }) => rowsOf.get(image));
    if (others.includes(undefined)) continue;
    const other = others.find((rows) => rows!.references !== lesions);
    if (other) throw disagreement(image, lesions, other.references);
    cases.push({ image, lesions });
  }
  if (!cases.some(({ lesions }) => lesions > 0)) throw unreadable("no image has a lesion");
  if (!cases.some(({ lesions }) => lesions === 0)) throw unreadable("no image is normal");
  return cases;
}

function disagreement(image: string, lesions: number, other: number): Failure {
  const found = `The runs know ${lesions} and ${other} reference boxes on ${image}`;
  return new Failure("invalid-input", `${found}; the same were expected, so evaluate both anew.`);
}

type Names = readonly [reader: string, modality: string];

function listTruth(cases: readonly Case[], [reader, modalities]: Names): readonly (readonly Cell[])[] {
  const rows = cases.flatMap(({ image, lesions }, index) =>
    Array.from({ length: Math.max(1, lesions) }, (_, lesion): readonly Cell[] => {
      const lesionId = lesions === 0 ? 0 : lesion + 1;
      return [index + 1, lesionId, 0, reader, modalities, undefined, image];
    }),
  );
  // The column holds two words and is empty below them: free-response data, every run over every case.
  return rows.map((row, index) => row.with(5, ["FROC", "FCTRL"][index]));
}

interface Marks {
  readonly found: readonly (readonly Cell[])[];
  readonly wrong: readonly (readonly Cell[])[];
}

function listMarks({ table, matches, rowsOf }: MatchedRun, cases: readonly Case[], names: Names): Marks {
  const found: Cell[][] = [];
  const wrong: Cell[][] = [];
  const ratingOf = (detection: number): number => table.detections[detection * DETECTION_STRIDE + 4]!;
  cases.forEach(({ image, lesions }, index) => {
    const rows = rowsOf.get(image)!;
    for (let lesion = 0; lesion < lesions; lesion++) {
      const detection = matches.detectionOf[rows.firstReference + lesion]!;
      if (detection !== UNMATCHED) found.push([...names, index + 1, lesion + 1, ratingOf(detection)]);
    }
    const end = rows.firstDetection + rows.detections;
    for (let detection = rows.firstDetection; detection < end; detection++) {
      if (matches.referenceOf[detection] === UNMATCHED) wrong.push([...names, index + 1, ratingOf(detection)]);
    }
  });
  return { found, wrong };
}
