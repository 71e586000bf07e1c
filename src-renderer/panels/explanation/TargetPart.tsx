/** @file What is explained: the chosen box, with what became of it, or all detections of a label together. */
import { Button, SegmentedControl } from "@mantine/core";
import type { JSX } from "react";
import type { ExplanationTarget } from "../../../src-shared/domain/explanation";
import type { InstanceId } from "../../../src-shared/domain/identifiers";
import { UNMATCHED } from "../../../src-shared/matching/match-run";
import { PanelPart } from "../../components/PanelPart";
import { readableAmount, readableShare } from "../../components/readable";
import { explainedFinding } from "../../stores/explained-finding";
import { type MapTarget, useExplanation } from "../../stores/explanation-store";
import { detectionScore, type ImageRows, type RunAnalysis, rowsByInstance } from "../../stores/run-analysis";
import { useSelection } from "../../stores/selection-store";
import { rowsById, targetOutcome } from "../../stores/target-outcome";
import { OutcomeMark } from "./OutcomeMark";

export interface TargetPartProps {
  readonly analysis: RunAnalysis;
  readonly instanceId: InstanceId;
  /** What the model made of a missed box; undefined where no map says. */
  readonly standing: string | undefined;
}

export function TargetPart({ analysis, instanceId, standing }: TargetPartProps): JSX.Element {
  const { target, setTarget } = useExplanation();
  const findingId = useSelection((state) => state.findingId);
  const explained = explainedFinding(analysis, { instanceId, findingId, target });
  const label = labelOf(explainedFinding(analysis, { instanceId, findingId, target: "label" }));
  const isOfLabel = explained.state === "found" && explained.target.kind === "label";
  return (
    <PanelPart title="What is explained">
      <div className="explanation__controls">
        <SegmentedControl<MapTarget>
          fullWidth
          aria-label="What is explained"
          data-testid="map-target"
          value={isOfLabel ? "label" : target}
          data={[
            { value: "finding", label: "This box", disabled: findingId === undefined },
            { value: "label", label: label === undefined ? "All boxes" : `All ${label}` },
          ]}
          onChange={setTarget}
        />
        {explained.state === "nothing" ? (
          <p className="aside">{explained.reason}</p>
        ) : (
          <TargetFacts analysis={analysis} target={explained.target} instanceId={instanceId} />
        )}
        {standing && (
          <p className="explanation__standing" data-testid="miss-standing">
            {standing}
          </p>
        )}
      </div>
    </PanelPart>
  );
}

function labelOf(explained: ReturnType<typeof explainedFinding>): string | undefined {
  return explained.state === "found" && explained.target.kind === "label" ? explained.target.label : undefined;
}

interface TargetFactsProps {
  readonly analysis: RunAnalysis;
  readonly target: ExplanationTarget;
  readonly instanceId: InstanceId;
}

function TargetFacts({ analysis, target, instanceId }: TargetFactsProps): JSX.Element {
  const { head } = analysis.table;
  if (target.kind === "label") return <LabelFacts {...{ analysis, instanceId }} label={target.label} />;
  const outcome = targetOutcome(analysis, target);
  const rows = rowsById(analysis.table);
  const detection = target.kind === "detection" ? rows.detections.get(target.detectionId) : undefined;
  const reference = target.kind === "miss" ? rows.references.get(target.annotationId) : undefined;
  const label = detection === undefined ? head.referenceLabels[reference ?? -1] : head.detectionLabels[detection];
  return (
    <p className="explanation__explained" data-testid="explained">
      {outcome && <OutcomeMark outcome={outcome} />}
      <span>{label === undefined ? "" : head.labels[label]}</span>
      {detection !== undefined && (
        <span className="figures">score {readableShare(detectionScore(analysis.table, detection))}</span>
      )}
    </p>
  );
}

interface LabelFactsProps {
  readonly analysis: RunAnalysis;
  readonly instanceId: InstanceId;
  readonly label: string;
}

function LabelFacts({ analysis, instanceId, label }: LabelFactsProps): JSX.Element {
  const { head } = analysis.table;
  const rows = rowsByInstance(analysis.table).get(instanceId)!;
  const labels = head.detectionLabels.slice(rows.firstDetection, rows.endDetection);
  const count = labels.filter((one) => head.labels[one] === label).length;
  if (count === 0) return <NoScore {...{ analysis, rows, label }} />;
  return (
    <p className="aside" data-testid="explained">
      The sum of the scores of {readableAmount(count, `${label} box`, `${label} boxes`)}, those below the threshold too.
      Choose a box on the image to explain it alone.
    </p>
  );
}

interface NoScoreProps {
  readonly analysis: RunAnalysis;
  readonly rows: ImageRows;
  readonly label: string;
}

/** What came nearest to a missed box lies below the floor, but it has a score all the same. */
function NoScore({ analysis: { table, matches }, rows, label }: NoScoreProps): JSX.Element {
  const { firstReference, endReference } = rows;
  const missed = matches.detectionOf.subarray(firstReference, endReference).indexOf(UNMATCHED);
  const explainMissed = (): void => {
    useExplanation.getState().setTarget("finding");
    useSelection.getState().chooseFinding(table.head.referenceIds[firstReference + missed]);
  };
  return (
    <>
      <p className="aside" data-testid="explained">
        The run has no {label} box above the model’s floor on this image, so there is no score to explain.
      </p>
      {missed >= 0 && (
        <Button variant="light" data-testid="explain-missed" onClick={explainMissed}>
          Explain what came nearest to the missed box
        </Button>
      )}
    </>
  );
}
