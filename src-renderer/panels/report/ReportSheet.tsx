/** @file The sheet of the report: light, and the same on screen as on paper. */
import { useQuery } from "@tanstack/react-query";
import { type JSX, useState } from "react";
import type { Run } from "../../../src-shared/domain/run";
import { NOT_A_MEDICAL_DEVICE } from "../../components/not-a-medical-device";
import { readableDate } from "../../components/readable";
import { queries } from "../../stores/queries";
import type { RunAnalysis } from "../../stores/run-analysis";
import { type CaseAmount, HardestCases } from "./HardestCases";
import { ReportCharts } from "./ReportCharts";
import { ReportFacts } from "./ReportFacts";
import { ReportFigures } from "./ReportFigures";
import { ReportSection } from "./ReportSection";
import { ReportVerdicts } from "./ReportVerdicts";

export interface ReportSheetProps {
  readonly run: Run;
  readonly analysis: RunAnalysis;
  readonly cases: CaseAmount;
}

export function ReportSheet({ run, analysis, cases }: ReportSheetProps): JSX.Element {
  const [openedAt] = useState(() => new Date().toISOString());
  const project = useQuery(queries.project()).data;
  const info = useQuery(queries.info()).data;
  const evaluation = useQuery(queries.evaluation(run.id)).data;
  return (
    <article className="report on-paper" data-testid="report">
      <header className="report__top">
        <h1>{run.name}</h1>
        <p>
          Evaluation of {run.modelName}
          {project && ` in the project ${project.name}`} · {readableDate(openedAt)}
          {info && ` · Overread ${info.version}`}
        </p>
      </header>
      <ReportFacts run={run} analysis={analysis} />
      <ReportSection title="Figures">
        <ReportFigures evaluation={evaluation ?? undefined} counts={analysis.matches.counts} />
      </ReportSection>
      <ReportSection title="Curves">
        <ReportCharts analysis={analysis} />
      </ReportSection>
      <ReportVerdicts run={run} analysis={analysis} />
      {cases > 0 && <HardestCases analysis={analysis} amount={cases} />}
      <footer className="report__foot">{NOT_A_MEDICAL_DEVICE}</footer>
    </article>
  );
}
