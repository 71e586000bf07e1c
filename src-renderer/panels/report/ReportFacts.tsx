/** @file What the report is about: data, model, run and thresholds. */
import { useQuery } from "@tanstack/react-query";
import type { JSX } from "react";
import { EXECUTION_PROVIDER_NAMES } from "../../../src-shared/domain/device";
import type { Run } from "../../../src-shared/domain/run";
import { type Fact, FactList } from "../../components/FactList";
import { readableAmount, readableCount, readableDate } from "../../components/readable";
import { useChosenCalibration } from "../../stores/chosen-calibration";
import { queries } from "../../stores/queries";
import type { RunAnalysis } from "../../stores/run-analysis";
import { ReportSection } from "./ReportSection";

export interface ReportFactsProps {
  readonly run: Run;
  readonly analysis: RunAnalysis;
}

export function ReportFacts({ run, analysis }: ReportFactsProps): JSX.Element {
  return (
    <>
      <div className="report__facts">
        <ReportSection title="Data">
          <FactList facts={useDataFacts(run, analysis)} />
        </ReportSection>
        <ReportSection title="Run">
          <FactList facts={useRunFacts(run)} />
        </ReportSection>
        <ReportSection title="Thresholds">
          <FactList facts={useThresholdFacts(analysis)} />
        </ReportSection>
      </div>
      <ReportSection title="Model">
        <FactList facts={useModelFacts(run)} />
      </ReportSection>
    </>
  );
}

/** Of the images that the run covers, which are those that every figure is over. */
function useDataFacts(run: Run, { table: { head } }: RunAnalysis): readonly Fact[] {
  const datasets = useQuery(queries.datasets()).data ?? [];
  const patients = new Set(head.images.map(({ patientId }) => patientId)).size;
  const positives = head.images.filter(({ references }) => references > 0).length;
  return [
    { name: "Data sets", value: datasets.map(({ name }) => name).join(", ") },
    { name: "Images", value: `${readableCount(head.images.length)} (${run.splitName ?? "every image"})` },
    { name: "Patients", value: readableCount(patients) },
    { name: "Positive images", value: `${readableCount(positives)} of ${readableCount(head.images.length)}` },
    { name: "Reference boxes", value: readableCount(head.referenceIds.length) },
    { name: "Failed images", value: run.imagesFailed > 0 ? readableCount(run.imagesFailed) : undefined },
  ];
}

/** Whole sentences, which want the width of the page. */
function useModelFacts(run: Run): readonly Fact[] {
  const model = useQuery(queries.models()).data?.find(({ id }) => id === run.modelId);
  return [
    { name: "Name", value: run.modelName },
    { name: "Architecture", value: model?.facts?.architecture },
    { name: "Description", value: model?.card.description },
    { name: "Intended use", value: model?.card.intendedUse },
    { name: "SHA-256", value: model && <span className="mono">{model.sha256}</span> },
  ];
}

function useRunFacts(run: Run): readonly Fact[] {
  return [
    { name: "Detections", value: `${readableCount(run.detections)} from score ${run.scoreFloor.toFixed(2)} up` },
    {
      name: "Computed",
      value: [run.provider && EXECUTION_PROVIDER_NAMES[run.provider], `${run.precision} precision`]
        .filter(Boolean)
        .join(", "),
    },
    { name: "Run on", value: readableDate(run.createdAt) },
  ];
}

function useThresholdFacts({ matches: { thresholds } }: RunAnalysis): readonly Fact[] {
  const calibration = useChosenCalibration();
  const reading =
    calibration === undefined || calibration === "pending"
      ? "as the model gave them"
      : `recalibrated (${calibration.map.method}, fitted on ${readableAmount(calibration.detections, "detection")} of ${calibration.runName})`;
  return [
    { name: "Score", value: `≥ ${thresholds.scoreThreshold.toFixed(2)}` },
    { name: "IoU", value: `≥ ${thresholds.iouThreshold.toFixed(2)}` },
    { name: "Scores", value: reading },
    { name: "Matching", value: "greedy, most confident first, each box found once" },
  ];
}
