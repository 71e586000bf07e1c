/** @file The report page: what a run achieved, on paper: data, model, thresholds, figures with intervals, hardest cases. */
import { Button, Select, Skeleton } from "@mantine/core";
import { IconFileText, IconPrinter } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { type JSX, useState } from "react";
import { hostAbilities } from "../../client/host-abilities";
import { FailureNotice } from "../../components/FailureNotice";
import { Notice } from "../../components/Notice";
import { PageFrame } from "../../components/PageFrame";
import { PreparationSteps } from "../../components/PreparationSteps";
import { reportFailure } from "../../components/report-failure";
import { useActiveRun } from "../../stores/active-run-store";
import { queries } from "../../stores/queries";
import { useDeferredRunAnalysis } from "../../stores/use-run-analysis";
import { CASE_AMOUNTS, type CaseAmount } from "./HardestCases";
import { ReportSheet } from "./ReportSheet";
import "./report.css";

export function ReportPanel(): JSX.Element {
  const runId = useActiveRun((state) => state.runId);
  const { data: runs, error, refetch } = useQuery(queries.runs());
  const run = runs?.find(({ id }) => id === runId);
  const analysis = useDeferredRunAnalysis();
  const [cases, setCases] = useState<CaseAmount>(8);
  const actions = (
    <>
      <Select
        aria-label="Hardest cases of each kind"
        data-testid="report-cases"
        value={String(cases)}
        data={CASE_AMOUNTS.map((amount) => ({ value: String(amount), label: CASE_AMOUNT_NAMES[amount] }))}
        onChange={(value) => setCases(CASE_AMOUNTS.find((amount) => String(amount) === value) ?? cases)}
      />
      <Button
        leftSection={<IconPrinter size={16} aria-hidden />}
        disabled={!run || !analysis}
        data-testid="print-report"
        onClick={() => run && reportFailure(hostAbilities.printPage(`${run.name} report.pdf`))}
      >
        {hostAbilities.kind === "desktop" ? "Save as PDF…" : "Print or save as PDF…"}
      </Button>
    </>
  );
  return (
    <PageFrame
      title="Report"
      lead="The active run at the thresholds at the top, laid out for paper (A4)."
      actions={actions}
    >
      {error && <FailureNotice title="The runs cannot be read" error={error} onRetry={refetch} />}
      {runs && !run && (
        <>
          <Notice icon={IconFileText} title="A report needs a run" />
          <PreparationSteps />
        </>
      )}
      {run && !analysis && <Skeleton h={600} />}
      {run && analysis && <ReportSheet run={run} analysis={analysis} cases={cases} />}
    </PageFrame>
  );
}

const CASE_AMOUNT_NAMES = {
  0: "Without pictures",
  4: "4 hardest of each kind",
  8: "8 hardest of each kind",
  16: "16 hardest of each kind",
  24: "24 hardest of each kind",
} satisfies Record<CaseAmount, string>;
