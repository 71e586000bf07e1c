/** @file What is explained: the chosen box, with what became of it, or all detections of a label together; where there are
 * none, offers what came nearest to one. */
import { Button, SegmentedControl } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { JSX } from "react";
import type { Explanation, ExplanationTarget } from "../../../src-shared/domain/explanation";
import type { InstanceId } from "../../../src-shared/domain/identifiers";
import { UNMATCHED } from "../../../src-shared/matching/match-run";
import { describeStanding } from "../../components/describe-standing";
import { PanelPart } from "../../components/PanelPart";
import { readableAmount, readableScore, readableShare } from "../../components/readable";
import { useActiveRun } from "../../stores/active-run-store";
import { type Explained, explainedFinding } from "../../stores/explained-finding";
import { type MapTarget, useExplanation } from "../../stores/explanation-store";
import { queries } from "../../stores/queries";
import { detectionScore, type RunAnalysis, rowsByInstance } from "../../stores/run-analysis";
import { useSelection } from "../../stores/selection-store";
import { rowsById, targetOutcome } from "../../stores/target-outcome";
import { OutcomeMark } from "./OutcomeMark";

export interface TargetPartProps {
  readonly analysis: RunAnalysis;
  readonly instanceId: InstanceId;
  /** The one on screen, which knows what the model made of what it did not draw. */
  readonly map: Explanation | undefined;
}

export function TargetPart({ analysis, instanceId, map }: TargetPartProps): JSX.Element {
  const { isOn, target, setTarget } = useExplanation();
  const findingId = useSelection((state) => state.findingId);
  const explained = explainedFinding(analysis, { instanceId, findingId, target });
  const label = labelOf(explainedFinding(analysis, { instanceId, findingId, target: "label" }));
  const standing = map && describeStanding(map);
  return (
    <PanelPart title="What is explained">
      <div className="explanation__controls">
        <SegmentedControl<MapTarget>
          fullWidth
          aria-label="What is explained"
          data-testid="map-target"
          value={shownTarget(explained, target)}
          data={[
            { value: "finding", label: "This box", disabled: findingId === undefined },
            { value: "label", label: label === undefined ? "All boxes" : `All ${label}` },
          ]}
          onChange={setTarget}
        />
        {explained.state === "found" && <TargetFacts {...{ analysis, instanceId, map }} target={explained.target} />}
        {/* While a map is asked for, it is said beside the switch. */}
        {explained.state === "nothing" && !isOn && <p className="aside">{explained.reason}</p>}
        {explained.state === "nothing" && explained.unscored !== undefined && (
          <NearestOffers {...{ analysis, instanceId }} label={explained.unscored} />
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

/** Without a box, all of the label are meant; of what came nearest to one neither is true. */
function shownTarget(explained: Explained, target: MapTarget): MapTarget {
  if (explained.state === "nothing") return explained.unscored === undefined ? target : "label";
  const { kind } = explained.target;
  return kind === "label" || kind === "strongest" ? kind : "finding";
}

function labelOf(explained: Explained): string | undefined {
  if (explained.state === "nothing") return explained.unscored;
  return explained.target.kind === "label" ? explained.target.label : undefined;
}

interface TargetFactsProps {
  readonly analysis: RunAnalysis;
  readonly target: ExplanationTarget;
  readonly instanceId: InstanceId;
  readonly map: Explanation | undefined;
}

function TargetFacts({ analysis, target, instanceId, map }: TargetFactsProps): JSX.Element {
  const { head } = analysis.table;
  if (target.kind === "label") return <LabelFacts {...{ analysis, instanceId }} label={target.label} />;
  if (target.kind === "strongest") return <StrongestFacts label={target.label} score={map?.score} />;
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
  return (
    <p className="aside" data-testid="explained">
      The sum of the scores of {readableAmount(count, `${label} box`, `${label} boxes`)}, those below the threshold too.
      Choose a box on the image to explain it alone.
    </p>
  );
}

interface StrongestFactsProps {
  readonly label: string;
  /** Undefined until the map is there. */
  readonly score: number | undefined;
}

function StrongestFacts({ label, score }: StrongestFactsProps): JSX.Element {
  const runId = useActiveRun((state) => state.runId);
  const run = useQuery(queries.runs()).data?.find(({ id }) => id === runId);
  const floor = run && score !== undefined && score < run.scoreFloor ? `, below the floor ${run.scoreFloor}` : "";
  return (
    <p className="aside" data-testid="explained">
      The strongest {label} candidate, which was not drawn
      {score !== undefined && (
        <>
          : <span className="figures">score {readableScore(score)}</span>
          {floor}
        </>
      )}
      .
    </p>
  );
}

/** What lies below the floor has a score all the same. */
function NearestOffers({ analysis: { table, matches }, instanceId, label }: LabelFactsProps): JSX.Element {
  const { firstReference, endReference } = rowsByInstance(table).get(instanceId)!;
  const missed = matches.detectionOf.subarray(firstReference, endReference).indexOf(UNMATCHED);
  const { setTarget, isOn, toggle } = useExplanation();
  const show = (target: MapTarget, findingId: string | undefined): void => {
    setTarget(target);
    useSelection.getState().chooseFinding(findingId);
    if (!isOn) toggle();
  };
  return (
    <>
      {missed >= 0 && (
        <Button
          variant="light"
          data-testid="explain-missed"
          onClick={() => show("finding", table.head.referenceIds[firstReference + missed])}
        >
          Show what came nearest to the missed box
        </Button>
      )}
      <Button variant="light" data-testid="explain-strongest" onClick={() => show("strongest", undefined)}>
        Show the strongest {label} candidate
      </Button>
    </>
  );
}
