/** @file `overread compare`: two runs side by side, how sure the difference is, and which cases changed. */
import type { ComparedFigure, Comparison } from "../../../src-shared/domain/comparison";
import { Failure } from "../../../src-shared/domain/failure";
import { withProject, type CommandContext } from "./command-context";
import type { Resampling, Thresholds } from "./evaluation-options";
import { findByName } from "./find-by-name";
import { followJob } from "./follow-job";
import { formatInterval } from "./format-interval";
import { formatTable } from "./format-table";

export interface CompareOptions extends Thresholds, Resampling {
  readonly project: string;
  readonly left: string;
  readonly right: string;
  readonly json: boolean;
}

export async function compareCommand(context: CommandContext, options: CompareOptions): Promise<void> {
  const { terminal } = context;
  const { iou: iouThreshold, resamples, seed, json } = options;
  await withProject(context, { path: options.project }, async ({ client }) => {
    const runs = await client.runs.list();
    const left = findByName(runs, options.left, "run");
    const right = findByName(runs, options.right, "run");
    const sides = { leftRunId: left.id, rightRunId: right.id };
    const scoreThreshold = options.score ?? left.suggestedThreshold;
    const request = { ...sides, scoreThreshold, iouThreshold, resamples, seed };
    await followJob({ client, terminal }, () => client.evaluations.compare(request));
    const comparison = await client.evaluations.comparison(sides);
    if (!comparison) throw new Failure("internal", `The comparison of ${left.name} with ${right.name} left no result.`);
    terminal.print(json ? JSON.stringify(comparison, undefined, 2) : formatComparison(comparison));
  });
}

/** More would not be read; the JSON has them all. */
const CASES_SHOWN = 20;

function formatComparison(comparison: Comparison): string {
  const { images, leftOut, scoreThreshold, iouThreshold, changed } = comparison;
  const covered = `${images} images that both runs cover${leftOut > 0 ? `, ${leftOut} left out` : ""}`;
  const figures = formatTable({
    head: ["Figure", "Left", "Right", "Right − left", "95 % interval", "p"],
    rows: comparison.figures.map(formatFigure),
  });
  const cases = formatTable({
    head: ["Changed case", "Gained", "Lost", "False pos. left", "False pos. right"],
    rows: changed
      .slice(0, CASES_SHOWN)
      .map((one) => [one.patientId, one.gained, one.lost, one.falsePositivesLeft, one.falsePositivesRight]),
  });
  const more = changed.length > CASES_SHOWN ? `\nand ${changed.length - CASES_SHOWN} more` : "";
  const list = changed.length === 0 ? "No case changed." : cases + more;
  return [`${covered}, at score ≥ ${scoreThreshold}, IoU ≥ ${iouThreshold}`, figures, list].join("\n\n");
}

function formatFigure({ figure, left, right, difference, interval, pValue }: ComparedFigure) {
  const change = difference === undefined ? undefined : `${difference > 0 ? "+" : ""}${difference.toFixed(4)}`;
  return [figure, left?.toFixed(4), right?.toFixed(4), change, formatInterval(interval), pValue?.toFixed(3)];
}
