/** @file Finds a data set in RSNA's format in a folder or an archive, under its own names or under Kaggle's. */
import { Failure } from "../../../src-shared/domain/failure";
import { type Answer, no, SKIP, yes } from "./answer";
import { type FileTree, joinTreePath, type TreeEntry } from "./file-tree";

/** Paths within the tree; tables that a data set may do without are absent where they are not there. */
export interface RsnaLayout {
  readonly images: string;
  readonly labels: string;
  readonly classes?: string;
  readonly splits?: string;
  /** A folder of images for which no labels were published. */
  readonly unlabelledImages?: string;
}

interface Names {
  readonly images: string;
  readonly labels: string;
  readonly classes: string;
  readonly splits: string;
  readonly unlabelledImages?: string;
}

const PLAIN_NAMES: Names = {
  images: "images",
  labels: "labels.csv",
  classes: "class_info.csv",
  splits: "split.csv",
};

const KAGGLE_NAMES: Names = {
  images: "stage_2_train_images",
  labels: "stage_2_train_labels.csv",
  classes: "stage_2_detailed_class_info.csv",
  splits: "split.csv",
  unlabelledImages: "stage_2_test_images",
};

/** Asked in turn; the first that says yes wins. */
const HANDLERS: readonly ((entries: readonly TreeEntry[]) => Answer<Names>)[] = [
  (entries) => findNames(entries, PLAIN_NAMES),
  (entries) => findNames(entries, KAGGLE_NAMES),
];

/** Looks at the source itself, then into the folders directly in it, of which exactly one may hold a data set.
 * @throws {Failure} `invalid-input` when there is none, or more than one. */
export async function findRsnaLayout(tree: FileTree): Promise<RsnaLayout> {
  const top = await tree.list("");
  const answer = askHandlers(top);
  if (answer.kind === "yes") return layoutIn("", top, answer.value);

  const inner = await askFolders(tree, top);
  const found = inner.flatMap(({ folder, entries, answer: own }) =>
    own.kind === "yes" ? [{ folder, layout: layoutIn(folder, entries, own.value) }] : [],
  );
  if (found.length === 1) return found[0]!.layout;
  if (found.length > 1) {
    const folders = found.map(({ folder }) => folder).join(", ");
    throw new Failure("invalid-input", `${tree.source} holds several data sets (${folders}); name one of them.`);
  }
  const refusals = [answer, ...inner.map(({ answer: own }) => own)].flatMap((one) =>
    one.kind === "no" ? [one.reason] : [],
  );
  throw new Failure("invalid-input", `${tree.source} ${refusals[0] ?? describeNothing(top)}`);
}

async function askFolders(tree: FileTree, top: readonly TreeEntry[]) {
  const folders = top.filter((entry) => entry.isFolder).map((entry) => entry.name);
  // A data set lies one folder down in an archive or a download; a whole disk is not searched for one.
  const looked = folders.slice(0, MAX_FOLDERS_LOOKED_INTO);
  return await Promise.all(
    looked.map(async (folder) => {
      const entries = await tree.list(folder).catch((error: unknown) => {
        // The root of a drive has folders that nobody may read beside the data set.
        if (error instanceof Failure) return undefined;
        throw error;
      });
      if (entries) return { folder, entries, answer: askHandlers(entries) };
      return { folder, entries: [], answer: no(`holds the folder ${folder}, which cannot be listed.`) };
    }),
  );
}

const MAX_FOLDERS_LOOKED_INTO = 50;

function askHandlers(entries: readonly TreeEntry[]): Answer<Names> {
  const answers = HANDLERS.map((handler) => handler(entries));
  return answers.find(({ kind }) => kind === "yes") ?? answers.find(({ kind }) => kind === "no") ?? SKIP;
}

function findNames(entries: readonly TreeEntry[], names: Names): Answer<Names> {
  const hasImages = entries.some(({ name, isFolder }) => name === names.images && isFolder);
  const hasLabels = entries.some(({ name, isFolder }) => name === names.labels && !isFolder);
  if (hasImages && hasLabels) return yes(names);
  if (hasImages) return no(`has a folder ${names.images} but no ${names.labels} beside it; RSNA's format has both.`);
  if (hasLabels) return no(`has ${names.labels} but no folder ${names.images} beside it; RSNA's format has both.`);
  return SKIP;
}

function layoutIn(folder: string, entries: readonly TreeEntry[], names: Names): RsnaLayout {
  const present = new Set(entries.map(({ name }) => name));
  const optional = (key: "classes" | "splits" | "unlabelledImages") => {
    const name = names[key];
    return name !== undefined && present.has(name) ? { [key]: joinTreePath(folder, name) } : {};
  };
  return {
    images: joinTreePath(folder, names.images),
    labels: joinTreePath(folder, names.labels),
    ...optional("classes"),
    ...optional("splits"),
    ...optional("unlabelledImages"),
  };
}

function describeNothing(top: readonly TreeEntry[]): string {
  const shown = top.slice(0, 5).map(({ name }) => name);
  const more = top.length > shown.length ? ` and ${top.length - shown.length} more` : "";
  const holds = shown.length === 0 ? "is empty" : `holds ${shown.join(", ")}${more}`;
  const expected = `${PLAIN_NAMES.images}/ with ${PLAIN_NAMES.labels}, or Kaggle's ${KAGGLE_NAMES.images}/`;
  return `${holds}; ${expected} with ${KAGGLE_NAMES.labels}, was expected.`;
}
