/** @file Reads everything of an RSNA-format data set but its images: where they lie, and what its tables say. */
import { basename, extname } from "node:path";
import type { DatasetKind, ImportProblem } from "../../../src-shared/domain/dataset";
import { Failure } from "../../../src-shared/domain/failure";
import { type FileTree, isLeftBySystem } from "./file-tree";
import { unlabelledImages, unreadableTable } from "./import-problems";
import { collectLabels, LABEL_COLUMNS, type LabelTable } from "./label-table";
import { openFileTree } from "./open-file-tree";
import { readTable } from "./read-table";
import { findRsnaLayout, type RsnaLayout } from "./rsna-layout";
import { collectValues, emptyValueTable, type ValueTable } from "./value-table";

export interface RsnaTables {
  readonly labelsFile: string;
  readonly labels: LabelTable["images"];
  readonly classes: ValueTable;
  readonly splits: ValueTable;
}

export interface RsnaSource {
  readonly tree: FileTree;
  /** Paths of the images in the tree, in the order in which they are imported. */
  readonly images: readonly string[];
  readonly tables: RsnaTables;
  /** What was wrong with the tables themselves. */
  readonly problems: readonly ImportProblem[];
}

/** A data set's name and kind, after a look that reads no image.
 * @throws {Failure} `not-found`, `unsupported` or `invalid-input` when the source holds no data set that can be read. */
export async function examineDataset(source: string): Promise<{ name: string; kind: DatasetKind }> {
  const tree = await openFileTree(source);
  await findRsnaLayout(tree);
  return describeTree(tree);
}

export function describeTree({ kind, source }: FileTree): { name: string; kind: DatasetKind } {
  return { name: basename(source, kind === "rsna-zip" ? extname(source) : "") || source, kind };
}

/** @throws {Failure} as above, and when the label table cannot be read: without it every image would look negative. */
export async function readRsnaSource(source: string, signal: AbortSignal): Promise<RsnaSource> {
  const tree = await openFileTree(source);
  const layout = await findRsnaLayout(tree);
  const images = (await tree.listFilesBelow(layout.images)).filter((path) => !isLeftBySystem(path));
  const labelRows = readTable(tree.locate(layout.labels), { name: layout.labels, columns: LABEL_COLUMNS, signal });
  const labels = await collectLabels(labelRows, layout.labels);
  const classes = await readValues(tree, { path: layout.classes, column: "class", signal });
  const splits = await readValues(tree, { path: layout.splits, column: "split", signal });
  return {
    tree,
    images,
    tables: { labelsFile: layout.labels, labels: labels.images, classes, splits },
    problems: [...labels.problems, ...classes.problems, ...splits.problems, ...(await reportUnlabelled(tree, layout))],
  };
}

/** A data set can do without these tables, so a broken one is reported and left out. */
async function readValues(
  tree: FileTree,
  { path, column, signal }: { path: string | undefined; column: "class" | "split"; signal: AbortSignal },
): Promise<ValueTable> {
  if (path === undefined) return emptyValueTable("");
  try {
    const rows = readTable(tree.locate(path), { name: path, columns: ["patientId", column], signal });
    return await collectValues(rows, column, path);
  } catch (cause) {
    if (!(cause instanceof Failure)) throw cause;
    return { ...emptyValueTable(path), problems: [unreadableTable(path, cause)] };
  }
}

async function reportUnlabelled(tree: FileTree, layout: RsnaLayout): Promise<readonly ImportProblem[]> {
  if (layout.unlabelledImages === undefined) return [];
  const images = await tree.listFilesBelow(layout.unlabelledImages);
  return images.length === 0 ? [] : [unlabelledImages(layout.unlabelledImages, images.length)];
}
