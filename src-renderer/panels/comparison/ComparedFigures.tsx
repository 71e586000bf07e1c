/** @file The headline figures of two runs side by side, with the difference and how sure it is. */
import { Tooltip } from "@mantine/core";
import type { JSX } from "react";
import type { ComparedFigure, Comparison } from "../../../src-shared/domain/comparison";
import type { Run } from "../../../src-shared/domain/run";
import { Card } from "../../components/Card";
import { readableInterval, readablePValue, readableSigned, surerRun } from "../../components/describe-difference";
import { FIGURE_DIGITS, HEADLINE_FIGURE_WORDS } from "../../components/headline-figures";
import { readableAmount, readableCount, readableDate, readableShare } from "../../components/readable";
import { useThresholdAsGiven } from "../../stores/chosen-calibration";
import { useThresholds } from "../../stores/thresholds-store";
import { IntervalPlot } from "./IntervalPlot";

export interface ComparedFiguresProps {
  readonly comparison: Comparison;
  readonly left: Run;
  readonly right: Run;
}

export function ComparedFigures({ comparison, left, right }: ComparedFiguresProps): JSX.Element {
  const { figures, resamples } = comparison;
  const reach = Math.max(0.01, ...figures.flatMap(extentOf));
  return (
    <Card title="Figures" isFlush testId="compared-figures" aside={<Circumstances comparison={comparison} />}>
      <table className="comparison__table">
        <thead>
          <tr>
            <th scope="col">Figure</th>
            <th scope="col" title={left.name}>
              {left.name}
            </th>
            <th scope="col" title={right.name}>
              {right.name}
            </th>
            <th scope="col">Difference</th>
            <th scope="col">95 % interval</th>
            <th scope="col">p</th>
            <th scope="col" className="comparison__plot-head">
              <span>← left better</span>
              <span>right better →</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {figures.map((row) => (
            <FigureRow key={row.figure} row={row} resamples={resamples} reach={reach} />
          ))}
        </tbody>
      </table>
      <p className="comparison__note comparison__foot">
        Difference = right − left.{" "}
        {resamples > 0
          ? `Intervals: 2.5th to 97.5th percentile of ${readableCount(resamples)} resamples of patients, seed ${comparison.seed}, the same patients for both runs. p: twice the smaller share of resamples on one side of 0.`
          : "Nothing was resampled, so there are no intervals."}
      </p>
    </Card>
  );
}

interface FigureRowProps {
  readonly row: ComparedFigure;
  readonly resamples: number;
  readonly reach: number;
}

function FigureRow({ row, resamples, reach }: FigureRowProps): JSX.Element {
  const { name, definition, whyUndefined } = HEADLINE_FIGURE_WORDS[row.figure];
  const isUndefined = row.left === undefined || row.right === undefined;
  return (
    <tr data-testid={`compared-${row.figure}`} data-surer={surerRun(row)}>
      <th scope="row">
        <Tooltip label={isUndefined ? `${definition} ${whyUndefined}` : definition}>
          <span className="comparison__name" tabIndex={0}>
            {name}
          </span>
        </Tooltip>
      </th>
      <td>{readableShare(row.left, FIGURE_DIGITS)}</td>
      <td>{readableShare(row.right, FIGURE_DIGITS)}</td>
      <td className="comparison__difference">{readableSigned(row.difference, FIGURE_DIGITS)}</td>
      <td>{readableInterval(row.interval, FIGURE_DIGITS)}</td>
      <td>{readablePValue(row.pValue, resamples)}</td>
      <td className="comparison__plot">
        <IntervalPlot difference={row.difference} interval={row.interval} reach={reach} />
      </td>
    </tr>
  );
}

function Circumstances({ comparison }: { readonly comparison: Comparison }): JSX.Element {
  const iouThreshold = useThresholds((state) => state.iouThreshold);
  const scoreThreshold = useThresholdAsGiven();
  // As the page writes them: the way back through a recalibration is exact to its digits only.
  const isOld =
    comparison.scoreThreshold.toFixed(2) !== scoreThreshold.toFixed(2) || comparison.iouThreshold !== iouThreshold;
  const parts = [
    readableAmount(comparison.images, "image"),
    comparison.leftOut > 0 && `${readableCount(comparison.leftOut)} in one run only, left out`,
    `score ${comparison.scoreThreshold.toFixed(2)}, IoU ${comparison.iouThreshold.toFixed(2)}`,
    readableDate(comparison.createdAt),
  ];
  return (
    <span className="aside comparison__aside figures" data-is-old={isOld}>
      {parts.filter(Boolean).join(" · ")}
      {isOld && " · the thresholds have moved since"}
    </span>
  );
}

function extentOf({ difference = 0, interval }: ComparedFigure): readonly number[] {
  return [Math.abs(difference), Math.abs(interval?.low ?? 0), Math.abs(interval?.high ?? 0)];
}
