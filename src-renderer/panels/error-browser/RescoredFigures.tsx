/** @file Precision and recall with the labels as they are, and as readers would correct them. */
import { Tooltip } from "@mantine/core";
import { type JSX, useMemo } from "react";
import type { OperatingPoint } from "../../../src-shared/domain/evaluation";
import { rescore, type ScoringWay } from "../../../src-shared/figures/rescore";
import { readableCount, readableShare } from "../../components/readable";
import type { RunAnalysis } from "../../stores/run-analysis";
import type { Verdicts } from "../../stores/verdicts";

export interface RescoredFiguresProps {
  readonly analysis: RunAnalysis;
  readonly verdicts: Verdicts;
}

const WAYS = {
  "as-marked": {
    name: "Labels as they are",
    meaning: "The reference boxes are believed; only what is unclear is left out.",
  },
  "labels-corrected": {
    name: "Labels corrected",
    meaning:
      "A false positive whose label is wrong counts as found, a miss whose label is wrong is not asked for, and what is unclear is left out.",
  },
} satisfies Record<ScoringWay, { readonly name: string; readonly meaning: string }>;

/** Nothing until somebody has judged: both ways would say what the top bar says. */
export function RescoredFigures({ analysis, verdicts }: RescoredFiguresProps): JSX.Element | null {
  const given = useMemo(() => [...verdicts.values()].filter(({ verdict }) => verdict !== null), [verdicts]);
  const points = useMemo(() => {
    const score = (way: ScoringWay) => rescore(analysis.table, analysis.matches, { verdicts: given, way });
    return { "as-marked": score("as-marked"), "labels-corrected": score("labels-corrected") };
  }, [analysis, given]);
  if (given.length === 0) return null;
  return (
    <table className="rescored figures" data-testid="rescored">
      <thead>
        <tr>
          <th scope="col">{readableCount(given.length)} judged</th>
          <th scope="col">Precision</th>
          <th scope="col">Recall</th>
          <th scope="col">TP</th>
          <th scope="col">FP</th>
          <th scope="col">Miss</th>
        </tr>
      </thead>
      <tbody>
        <Way way="as-marked" point={points["as-marked"]} />
        <Way way="labels-corrected" point={points["labels-corrected"]} />
      </tbody>
    </table>
  );
}

function Way({ way, point }: { readonly way: ScoringWay; readonly point: OperatingPoint }): JSX.Element {
  const { name, meaning } = WAYS[way];
  const { precision, recall, truePositives, falsePositives, misses } = point;
  return (
    <tr data-testid={`rescored-${way}`}>
      <th scope="row">
        <Tooltip label={meaning}>
          <span tabIndex={0}>{name}</span>
        </Tooltip>
      </th>
      <td>{readableShare(precision)}</td>
      <td>{readableShare(recall)}</td>
      <td>{readableCount(truePositives)}</td>
      <td>{readableCount(falsePositives)}</td>
      <td>{readableCount(misses)}</td>
    </tr>
  );
}
