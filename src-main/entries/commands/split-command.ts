/** @file `overread split`: draws train, validation and test from a label table or a project's data set, or checks a table
 * of a split. */
import { resolve } from "node:path";
import { Failure } from "../../../src-shared/domain/failure";
import { SPLIT_SIDES, type SplitRecipe } from "../../../src-shared/domain/split";
import { formatCsv } from "../../services/bytes/format-csv";
import { checkSplitTable, membersOf, splitLabels, summariseSplit } from "../../services/split-labels";
import { type CommandContext, withProject } from "./command-context";
import { findByName } from "./find-by-name";
import { formatTable } from "./format-table";
import { refuseUnwritable } from "./refuse-unwritable";
import { writeOutput } from "./write-output";

export interface SplitOptions extends SplitRecipe {
  readonly labels: string;
  /** Where the table patientId,split is written. */
  readonly output?: string;
  readonly force: boolean;
  readonly json: boolean;
}

/** The JSON has the keys of the reference figures: `splits`, by seed, with the three sides. */
export async function splitCommand({ terminal }: CommandContext, options: SplitOptions): Promise<void> {
  const { seed, population, names, output } = options;
  if (output !== undefined) refuseUnwritable(resolve(output), options.force);
  const split = await splitLabels(options.labels, options, terminal.interrupted);
  if (output !== undefined) {
    const rows = membersOf(split, names).map(({ patientId, side }) => [patientId, side]);
    await writeOutput(resolve(output), formatCsv([["patientId", "split"], ...rows]));
  }
  const summary = summariseSplit(split);
  if (options.json) {
    const { validationFraction, testFraction } = options;
    const recipe = { population, validationFraction, testFraction };
    terminal.print(JSON.stringify({ ...recipe, splits: { [seed]: summary }, ...(output && { output }) }, undefined, 2));
    return;
  }
  const rows = SPLIT_SIDES.map((side) => [names[side], summary[side].count, summary[side].sha256]);
  terminal.print(formatTable({ head: [`Seed ${seed}`, "Patients", "SHA-256 of the identifiers"], rows }));
  if (output !== undefined) terminal.print(`\nWrote ${output}.`);
}

export interface SplitProjectOptions extends SplitRecipe {
  readonly project: string;
  /** Absent: the only data set of the project. */
  readonly dataset?: string | undefined;
  readonly json: boolean;
}

/** Writes the splits into the project, where runs can be about them. */
export async function splitProjectCommand(context: CommandContext, options: SplitProjectOptions): Promise<void> {
  const { project, dataset, json, ...recipe } = options;
  await withProject(context, { path: project }, async ({ client }) => {
    const known = await client.datasets.list();
    const { id: datasetId } = dataset === undefined ? onlyOne(known) : findByName(known, dataset, "data set");
    const splits = await client.datasets.makeSplits({ ...recipe, datasetId });
    const rows = splits.map(({ name, images, patients }) => [name, images, patients]);
    const table = formatTable({ head: [`Seed ${recipe.seed}`, "Images", "Patients"], rows });
    context.terminal.print(json ? JSON.stringify(splits, undefined, 2) : table);
  });
}

function onlyOne<Named extends { readonly name: string }>(datasets: readonly Named[]): Named {
  const [only, ...others] = datasets;
  if (only && others.length === 0) return only;
  const names = datasets.map(({ name }) => `“${name}”`).join(", ");
  const has = only ? `has several data sets (${names})` : "has no data set";
  throw new Failure("invalid-input", `The project ${has}; --dataset names the one to split.`);
}

export interface CheckSplitOptions {
  readonly table: string;
  readonly patientColumn: string;
  readonly json: boolean;
}

export async function checkSplitCommand({ terminal }: CommandContext, options: CheckSplitOptions): Promise<void> {
  const members = await checkSplitTable(options.table, options.patientColumn, terminal.interrupted);
  if (members.length === 0)
    throw new Failure("invalid-input", `${options.table} has no row; there is no split to check.`);
  const sides = [...new Set(members.map(({ side }) => side))].map((name) => {
    const patients = new Set(members.filter(({ side }) => side === name).map(({ patientId }) => patientId));
    return { name, patients: patients.size };
  });
  if (options.json) {
    terminal.print(JSON.stringify({ table: options.table, sides }, undefined, 2));
    return;
  }
  const table = formatTable({ head: ["Split", "Patients"], rows: sides.map(({ name, patients }) => [name, patients]) });
  terminal.print(`${table}\n\nNo patient stands in two splits.`);
}
