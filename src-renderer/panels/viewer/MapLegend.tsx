/** @file What the heat map on the image is, in words and colours, or why there is none. */
import { Loader } from "@mantine/core";
import { IconAlertTriangle, IconInfoCircle } from "@tabler/icons-react";
import type { JSX, ReactNode } from "react";
import type { Explanation } from "../../../src-shared/domain/explanation";
import { describeGrade } from "../../../src-shared/figures/describe-grade";
import { failureOf } from "../../client/failure-of";
import { describeStanding } from "../../components/describe-standing";
import { useExplanation } from "../../stores/explanation-store";
import { useLayout } from "../../stores/layout-store";
import { readableLayer } from "../../stores/map-words";
import type { ChosenMap } from "../../stores/use-chosen-map";
import { useViewport } from "../../stores/viewport-store";
import { unreachable } from "../../../src-shared/domain/unreachable";
import { cssGradient } from "../../viewer/overlays/colour-maps";

export function MapLegend({ map }: { readonly map: ChosenMap }): JSX.Element | null {
  if (map.state === "off") return null;
  return (
    <div className="map-legend" role="status" data-testid="map-legend" data-state={map.state}>
      <LegendContent map={map} />
    </div>
  );
}

function LegendContent({ map }: { readonly map: Exclude<ChosenMap, { state: "off" }> }): JSX.Element {
  switch (map.state) {
    case "nothing":
      return <NoMap reason={map.reason} isOffered={map.unscored !== undefined} />;
    case "computing":
      return (
        <Sentence icon={<Loader size={12} aria-hidden />}>
          {map.words ? `Computing the map of ${map.words}…` : "Looking up the layers of the model…"}
        </Sentence>
      );
    case "failed":
      return (
        <Sentence icon={<IconAlertTriangle size={15} stroke={1.6} aria-hidden />} isFailure>
          {failureOf(map.error).message}
        </Sentence>
      );
    case "ready":
      return <ReadyMap explanation={map.explanation} words={map.words} />;
    default:
      return unreachable(map);
  }
}

/** The panel makes the offer where it is open. */
function NoMap({ reason, isOffered }: { readonly reason: string; readonly isOffered: boolean }): JSX.Element {
  const isPanelOpen = useIsPanelOpen();
  const offer = isOffered && !isPanelOpen ? " The panel Explain shows what came nearest to one." : "";
  return (
    <Sentence icon={<Information />}>
      {reason}
      {offer}
    </Sentence>
  );
}

function useIsPanelOpen(): boolean {
  return useLayout((state) => state.isSidePanelOpen && state.sideTab === "explanation");
}

/** Without words on the image the colours alone still need their scale; what the panel beside the image says need not
 * hide the image as well. */
function ReadyMap({ explanation, words }: { readonly explanation: Explanation; readonly words: string }): JSX.Element {
  const hasWords = useViewport((state) => state.layers.labels);
  const isPanelOpen = useIsPanelOpen();
  const { grade, sentence } = describeGrade(explanation);
  const standing = describeStanding(explanation);
  if (explanation.isEmpty)
    return <Sentence icon={<Information />}>{describeEmptiness(explanation, standing)}</Sentence>;
  return (
    <>
      {hasWords && <span>Map of {words}</span>}
      {hasWords && !isPanelOpen && standing && <span>{standing}</span>}
      <ColourBar />
      {hasWords && !isPanelOpen && (
        <span className="map-legend__worth" data-grade={grade} data-testid="map-worth">
          {sentence}
        </span>
      )}
    </>
  );
}

function Information(): JSX.Element {
  return <IconInfoCircle size={15} stroke={1.6} aria-hidden />;
}

function describeEmptiness({ layer, score }: Explanation, standing: string | undefined): string {
  // Without a candidate there is nothing to look at, at any layer.
  if (score === undefined && standing) return standing;
  return `Nothing at ${readableLayer(layer)} speaks for it: the map is 0 everywhere.`;
}

/** Nothing is drawn below the threshold: the bar says so. */
function ColourBar(): JSX.Element {
  const { colours, threshold } = useExplanation();
  return (
    <span className="map-legend__scale figures">
      0
      <span className="map-legend__bar" style={{ background: cssGradient(colours) }}>
        <span className="map-legend__hidden" style={{ width: `${threshold * 100}%` }} />
      </span>
      1
    </span>
  );
}

function Sentence({
  icon,
  isFailure = false,
  children,
}: {
  readonly icon: ReactNode;
  readonly isFailure?: boolean;
  readonly children: ReactNode;
}): JSX.Element {
  return (
    <span className="map-legend__sentence" data-failure={isFailure}>
      {icon}
      <span>{children}</span>
    </span>
  );
}
