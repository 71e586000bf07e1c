/** @file The heat maps that are kept of an image, one click away. */
import type { JSX } from "react";
import type { ExplanationId } from "../../../src-shared/domain/identifiers";
import { type Explanation, MAP_METHOD_NAMES } from "../../../src-shared/domain/explanation";
import { describeGrade } from "../../../src-shared/figures/describe-grade";
import { PanelPart } from "../../components/PanelPart";
import { readableScore, readableShare } from "../../components/readable";
import { showKeptMap } from "../../stores/explanation-commands";
import { readableLayer } from "../../stores/map-words";
import type { RunAnalysis } from "../../stores/run-analysis";
import { targetOutcome } from "../../stores/target-outcome";
import { GradeMark } from "./GradeMark";
import { OutcomeMark } from "./OutcomeMark";

export interface KeptMapsProps {
  readonly analysis: RunAnalysis;
  readonly maps: readonly Explanation[];
  /** The one on screen. */
  readonly shownId: ExplanationId | undefined;
}

export function KeptMaps({ analysis, maps, shownId }: KeptMapsProps): JSX.Element | null {
  if (maps.length === 0) return null;
  return (
    <PanelPart title="Kept maps of this image" aside={<span className="figures">{maps.length}</span>}>
      <ul className="row-list" data-testid="kept-maps">
        {maps.map((map) => (
          <li key={map.id}>
            <button
              type="button"
              className="row-button row-button--framed explanation__kept"
              aria-pressed={map.id === shownId}
              onClick={() => showKeptMap(map)}
            >
              <KeptTarget analysis={analysis} map={map} />
              <span className="explanation__kept-at" title={describeWay(map)}>
                {describeWay(map)}
              </span>
              <GradeMark grade={describeGrade(map).grade} />
            </button>
          </li>
        ))}
      </ul>
    </PanelPart>
  );
}

function describeWay({ method, layer }: Explanation): string {
  return method === "d-rise" ? MAP_METHOD_NAMES[method] : `${MAP_METHOD_NAMES[method]}, ${readableLayer(layer)}`;
}

function KeptTarget({ analysis, map }: { readonly analysis: RunAnalysis; readonly map: Explanation }): JSX.Element {
  const { target, score } = map;
  if (target.kind === "label") return <span>All {target.label}</span>;
  if (target.kind === "strongest") {
    return (
      <span className="explanation__kept-target">
        Not drawn <span className="figures">{score !== undefined && readableScore(score)}</span>
      </span>
    );
  }
  const outcome = targetOutcome(analysis, target);
  return (
    <span className="explanation__kept-target">
      {outcome && <OutcomeMark outcome={outcome} />}
      <span className="figures">{readableShare(score)}</span>
    </span>
  );
}
