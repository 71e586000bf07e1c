/** @file `overread overview`: what a table of labels or a project holds, and what looks wrong in it. */
import { UNKNOWN_VALUE } from "../../../src-shared/domain/case-filter";
import type { ColumnCounts, Histogram, LabelProblem, Overview } from "../../../src-shared/domain/overview";
import { type ImageSize, type LabelsOverview, overviewOfLabels } from "../../services/overview-of-labels";
import { type CommandContext, withProject } from "./command-context";
import { findByName } from "./find-by-name";
import { formatTable } from "./format-table";

export interface OverviewOptions {
  readonly labels: string;
  readonly imageSize: ImageSize;
  readonly json: boolean;
}

export async function overviewCommand({ terminal }: CommandContext, options: OverviewOptions): Promise<void> {
  const overview = await overviewOfLabels(options.labels, options.imageSize, terminal.interrupted);
  terminal.print(
    options.json
      ? JSON.stringify(writeFigures(overview), undefined, 2)
      : describeOverview(overview, ["Rows", overview.rows]),
  );
}

export interface ProjectOverviewOptions {
  readonly project: string;
  /** Absent: all data sets of the project. */
  readonly dataset?: string | undefined;
  readonly json: boolean;
}

/** The JSON is the contract's `datasets.overview`. */
export async function projectOverviewCommand(context: CommandContext, options: ProjectOverviewOptions): Promise<void> {
  await withProject(context, { path: options.project }, async ({ client }) => {
    const { dataset } = options;
    const found = dataset === undefined ? undefined : findByName(await client.datasets.list(), dataset, "data set");
    const overview = await client.datasets.overview({ ...(found && { datasetId: found.id }) });
    const text = options.json
      ? JSON.stringify(overview, undefined, 2)
      : describeOverview(overview, ["Images", overview.images]);
    context.terminal.print(text);
  });
}

/** The keys of the reference figures, then what they do not have. A figure that is undefined without boxes is absent. */
function writeFigures(overview: LabelsOverview): Readonly<Record<string, unknown>> {
  const { areaHistogram, aspectHistogram } = overview;
  return {
    rows: overview.rows,
    patients: overview.patients,
    positivePatients: overview.positivePatients,
    boxes: overview.boxes,
    patientsWithSeveralBoxes: overview.patientsWithSeveralBoxes,
    boxesPerPositivePatient: overview.boxesPerPositivePatient,
    ...(areaHistogram && { areaHistogram50: withOuterEdges(areaHistogram) }),
    ...(aspectHistogram && { aspectHistogram50: withOuterEdges(aspectHistogram) }),
    areaQuantiles: overview.areaQuantiles,
    positions: overview.positions,
    problems: overview.problems,
  };
}

/** NumPy's bins are of one width: the lowest and the highest edge say them all. */
function withOuterEdges({ counts, edges }: Histogram): Histogram {
  return { counts, edges: [edges.at(0)!, edges.at(-1)!] };
}

function describeOverview(overview: Overview, first: readonly [title: string, count: number]): string {
  const counts = formatTable({
    rows: [
      first,
      ["Patients", overview.patients],
      ["Positive patients", overview.positivePatients],
      ["Negative patients", overview.patients - overview.positivePatients],
      ["Boxes", overview.boxes],
      ["Patients with several boxes", overview.patientsWithSeveralBoxes],
    ],
  });
  const shapes =
    overview.boxes === 0 ? "Areas and shapes of boxes: –, since there are no boxes" : describeShapes(overview);
  return [counts, shapes, ...describeColumns(overview), describeProblems(overview.problems)].join("\n\n");
}

function describeShapes({ boxesPerPositivePatient, areaQuantiles, areaHistogram, aspectHistogram }: Overview): string {
  const perPatient = formatTable({
    head: ["Boxes", "Patients"],
    rows: Object.entries(boxesPerPositivePatient).map(([boxes, patients]) => [Number(boxes), patients]),
  });
  const areas = formatTable({
    head: ["Quantile", "Box area in px²"],
    rows: Object.entries(areaQuantiles).map(([share, area]) => [share, Math.round(area)]),
  });
  const bins = formatTable({
    head: ["Histogram", "Bins", "From", "To"],
    rows: [describeBins("area in px²", areaHistogram, 0), describeBins("width over height", aspectHistogram, 2)],
  });
  return [perPatient, areas, bins].join("\n\n");
}

function describeBins(
  title: string,
  histogram: Histogram | undefined,
  digits: number,
): (string | number | undefined)[] {
  if (!histogram) return [`${title}: –, since a box is too large or too thin`, undefined, undefined, undefined];
  const ends = [histogram.edges.at(0)!, histogram.edges.at(-1)!];
  return [title, histogram.counts.length, ...ends.map((edge) => edge.toFixed(digits))];
}

/** Columns of which at least one image says something. */
function describeColumns({ bySex, byAgeBand, byView, byClass, bySplit }: Overview): readonly string[] {
  const columns = { Sex: bySex, Age: byAgeBand, View: byView, Class: byClass, Split: bySplit };
  return Object.entries(columns)
    .filter(([, counts]) => counts.some(({ value }) => value !== UNKNOWN_VALUE))
    .map(([title, counts]) => describeColumn(title, counts));
}

function describeColumn(title: string, counts: ColumnCounts): string {
  const rows = counts.map(({ value, images, positives, boxes }) => [value, images, positives, boxes]);
  return formatTable({ head: [title, "Images", "Positive", "Boxes"], rows });
}

/** More would not be read; the JSON has them all. */
const PROBLEMS_SHOWN = 20;

function describeProblems(problems: readonly LabelProblem[]): string {
  if (problems.length === 0) return "No label looks wrong.";
  const rows = problems.slice(0, PROBLEMS_SHOWN).map(({ kind, images, reason }) => [kind, images.join(", "), reason]);
  const more = problems.length > rows.length ? `\n… and ${problems.length - rows.length} more` : "";
  const found = problems.length === 1 ? "1 label looks wrong:" : `${problems.length} labels look wrong:`;
  return `${found}\n${formatTable({ rows })}${more}`;
}
