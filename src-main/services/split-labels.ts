/** @file Splits the patients of a label table outside any project, and checks a table of a split. */
import { createHash } from "node:crypto";
import { resolve } from "node:path";
import { Failure } from "../../src-shared/domain/failure";
import { SPLIT_SIDES, type SplitPopulation, type SplitRecipe, type SplitSide } from "../../src-shared/domain/split";
import { readLabelRows } from "../data/datasets/label-rows";
import { readTable } from "../data/datasets/read-table";
import { requireDisjointSides, type SplitMember } from "../detection/dataset/require-disjoint-sides";
import { type PatientSplit, splitPatients } from "../detection/dataset/split-patients";

/** @throws {Failure} as reading the table does; `invalid-input` when its patients cannot be split so. */
export async function splitLabels(
  file: string,
  recipe: Pick<SplitRecipe, "seed" | "population" | "validationFraction" | "testFraction">,
  signal: AbortSignal,
): Promise<PatientSplit> {
  const { rows } = await readLabelRows(file, signal);
  const isDrawnFrom = POPULATIONS[recipe.population];
  const patients = [...new Set(rows.filter(isDrawnFrom).map(({ patientId }) => patientId))];
  if (patients.length === 0) {
    const missing = recipe.population === "positives" ? "no row with Target 1" : "no row with a patient";
    throw new Failure("invalid-input", `${file} has ${missing}; there is nobody to split.`);
  }
  const split = splitPatients(patients, recipe);
  requireDisjointSides(membersOf(split));
  return split;
}

/** In the order of a patient's first such row, as pandas' `unique()` has it. */
const POPULATIONS = {
  positives: ({ isPositive }: { readonly isPositive: boolean }) => isPositive,
  all: () => true,
} satisfies Record<SplitPopulation, (row: { readonly isPositive: boolean }) => boolean>;

/** Reads a table with a column `split` and one that names the patient: RSNA's patientId names an image, and a further
 * column may tell the person.
 * @throws {Failure} `conflict` that names a patient who stands on two sides; `invalid-input` for a row without a value. */
export async function checkSplitTable(
  file: string,
  patientColumn: string,
  signal: AbortSignal,
): Promise<readonly SplitMember[]> {
  const members: SplitMember[] = [];
  const options = { name: file, columns: [patientColumn, "split"], signal };
  for await (const { row, values } of readTable({ kind: "file", path: resolve(file) }, options)) {
    const { [patientColumn]: patientId = "", split: side = "" } = values;
    const missing = patientId === "" ? patientColumn : side === "" ? "split" : undefined;
    if (missing !== undefined) throw new Failure("invalid-input", `Row ${row} of ${file} has no ${missing}.`);
    members.push({ patientId, side });
  }
  requireDisjointSides(members);
  return members;
}

export function membersOf(split: PatientSplit, names?: SplitRecipe["names"]): readonly SplitMember[] {
  return SPLIT_SIDES.flatMap((side) => split[side].map((patientId) => ({ patientId, side: names?.[side] ?? side })));
}

/** One side in the keys of the reference figures. */
export interface SideSummary {
  readonly count: number;
  readonly first: readonly string[];
  readonly last: readonly string[];
  /** SHA-256 of all identifiers in their order, joined by newlines. */
  readonly sha256: string;
}

export function summariseSplit(split: PatientSplit): Readonly<Record<SplitSide, SideSummary>> {
  return { train: summarise(split.train), validation: summarise(split.validation), test: summarise(split.test) };
}

function summarise(patients: readonly string[]): SideSummary {
  return {
    count: patients.length,
    first: patients.slice(0, 5),
    last: patients.slice(-3),
    sha256: createHash("sha256").update(patients.join("\n")).digest("hex"),
  };
}
