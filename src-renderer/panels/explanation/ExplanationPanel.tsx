/** @file Why a model drew or missed a box: its heat map, and whether to believe it. */
import { IconFlame } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { type JSX, useState } from "react";
import type { InstanceId, RunId } from "../../../src-shared/domain/identifiers";
import { FailureLine } from "../../components/FailureLine";
import { Notice } from "../../components/Notice";
import { PreparationSteps } from "../../components/PreparationSteps";
import { useActiveRun } from "../../stores/active-run-store";
import { explainedFinding } from "../../stores/explained-finding";
import { useExplanation } from "../../stores/explanation-store";
import { queries } from "../../stores/queries";
import type { RunAnalysis } from "../../stores/run-analysis";
import { useSelection } from "../../stores/selection-store";
import { useChosenMap } from "../../stores/use-chosen-map";
import { useRunAnalysis } from "../../stores/use-run-analysis";
import { AppearancePart } from "./AppearancePart";
import { GradePart, GradeToCome } from "./GradePart";
import { KeptMaps } from "./KeptMaps";
import { LayerPart } from "./LayerPart";
import { MapSwitch } from "./MapSwitch";
import type { RiseControlsProps } from "./RiseControls";
import { TargetPart } from "./TargetPart";
import { useExaminations } from "./use-examinations";
import "./explanation.css";

export function ExplanationPanel(): JSX.Element {
  const runId = useActiveRun((state) => state.runId);
  const instanceId = useSelection((state) => state.instanceId);
  const analysis = useRunAnalysis();
  if (!runId || !analysis) {
    return (
      <>
        <Notice icon={IconFlame} title="Heat maps can be made once a model has run" />
        <PreparationSteps />
      </>
    );
  }
  if (!instanceId) {
    return (
      <Notice icon={IconFlame} title="No image is open">
        Choose a case to ask why the model drew its boxes.
      </Notice>
    );
  }
  return <ImageExplanation runId={runId} instanceId={instanceId} analysis={analysis} />;
}

interface ImageExplanationProps {
  readonly runId: RunId;
  readonly instanceId: InstanceId;
  readonly analysis: RunAnalysis;
}

function ImageExplanation({ runId, instanceId, analysis }: ImageExplanationProps): JSX.Element {
  const map = useChosenMap();
  const kept = useQuery(queries.explanationsOfImage(runId, instanceId));
  const examined = useExaminedMap({ runId, instanceId, analysis });
  const examinations = useExaminations(runId);
  const isBusy = examinations.length > 0;
  const [isDetailed, setIsDetailed] = useState(false);
  const explanation = map.state === "ready" ? map.explanation : undefined;
  return (
    <div className="panel explanation" data-testid="explanation">
      <MapSwitch map={map} examinations={examinations} />
      <TargetPart analysis={analysis} instanceId={instanceId} map={explanation} />
      {map.state !== "off" && (
        <>
          {explanation && <GradePart {...{ explanation, isBusy, isDetailed }} onDetail={setIsDetailed} />}
          {map.state === "computing" && <GradeToCome />}
          <LayerPart examined={examined} isBusy={isBusy} />
          <AppearancePart />
        </>
      )}
      <FailureLine error={kept.error} />
      <KeptMaps analysis={analysis} maps={kept.data ?? []} shownId={explanation?.id} />
    </div>
  );
}

/** What D-RISE would be asked, whether a map is there or not. */
function useExaminedMap({
  runId,
  instanceId,
  analysis,
}: ImageExplanationProps): RiseControlsProps["examined"] | undefined {
  const target = useExplanation((state) => state.target);
  const findingId = useSelection((state) => state.findingId);
  const explained = explainedFinding(analysis, { instanceId, findingId, target });
  return explained.state === "found" ? { runId, instanceId, target: explained.target } : undefined;
}
