/** @file What readers said of the errors, and the figures that follow from it. */
import { useQuery } from "@tanstack/react-query";
import { type JSX, useMemo } from "react";
import type { Run } from "../../../src-shared/domain/run";
import { VERDICTS, type VerdictKind } from "../../../src-shared/domain/verdict";
import { rescore } from "../../../src-shared/figures/rescore";
import { FIGURE_DIGITS } from "../../components/headline-figures";
import { readableAmount, readableCount, readableShare } from "../../components/readable";
import { queries } from "../../stores/queries";
import type { RunAnalysis } from "../../stores/run-analysis";
import { ReportSection } from "./ReportSection";

const WAYS = [
  ["as-marked", "Labels as they are"],
  ["labels-corrected", "Labels corrected"],
] as const;

const VERDICT_NAMES = {
  "model-wrong": "model wrong",
  "label-wrong": "label wrong",
  unclear: "unclear",
} satisfies Record<VerdictKind, string>;

export interface ReportVerdictsProps {
  readonly run: Run;
  readonly analysis: RunAnalysis;
}

/** Nothing where nobody has judged. */
export function ReportVerdicts({ run, analysis }: ReportVerdictsProps): JSX.Element | null {
  const verdicts = useQuery(queries.verdicts(run.id)).data;
  const given = useMemo(() => verdicts?.filter(({ verdict }) => verdict !== null) ?? [], [verdicts]);
  const rows = useMemo(
    () =>
      WAYS.map(([way, name]) => ({
        name,
        ...rescore(analysis.table, analysis.matches, { verdicts: given, way }),
      })),
    [analysis, given],
  );
  if (given.length === 0) return null;
  const amounts = VERDICTS.map((kind) => {
    const count = given.filter(({ verdict }) => verdict === kind).length;
    return `${readableCount(count)} ${VERDICT_NAMES[kind]}`;
  });
  return (
    <ReportSection title="Verdicts of readers">
      <p className="report__note">
        {readableAmount(given.length, "error")} judged: {amounts.join(", ")}. What is unclear is left out of both rows.
      </p>
      <table className="report__table">
        <thead>
          <tr>
            {["Scored with", "True positives", "False positives", "Misses", "Precision", "Recall"].map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ name, truePositives, falsePositives, misses, precision, recall }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>{readableCount(truePositives)}</td>
              <td>{readableCount(falsePositives)}</td>
              <td>{readableCount(misses)}</td>
              <td>{readableShare(precision, FIGURE_DIGITS)}</td>
              <td>{readableShare(recall, FIGURE_DIGITS)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </ReportSection>
  );
}
