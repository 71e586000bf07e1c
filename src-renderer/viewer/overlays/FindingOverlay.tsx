/** @file Draws the boxes of all layers over the image, with their labels beside them. */
import { useMemo } from "react";
import type { JSX } from "react";
import { boxAreaPx2 } from "../../../src-shared/domain/box";
import { transformPoint } from "../../stores/view-geometry";
import type { Affine, Point, ViewportSize } from "../../stores/view-geometry";
import type { OverlaySwitch } from "../../stores/viewport-store";
import type { OverlayLayer } from "../viewer-image";
import { FindingLabel, labelSize } from "./FindingLabel";
import { FindingShape } from "./FindingShape";
import { findingAppearance } from "./finding-appearance";
import { placeLabels } from "./place-labels";
import type { LabelRequest, ScreenRectangle } from "./place-labels";
import type { DrawnFinding } from "./drawn-finding";

export interface FindingOverlayProps {
  readonly layers: readonly OverlayLayer[];
  readonly isShown: Readonly<Record<OverlaySwitch, boolean>>;
  readonly imageToScreen: Affine;
  readonly viewport: ViewportSize;
  readonly selectedId: string | undefined;
  readonly hoveredId: string | undefined;
}

export function FindingOverlay({
  layers,
  isShown,
  imageToScreen,
  viewport,
  selectedId,
  hoveredId,
}: FindingOverlayProps): JSX.Element {
  const findings = useMemo(() => drawnFindings(layers, imageToScreen), [layers, imageToScreen]);
  const visible = findings.filter(({ kind }) => kind === "candidate" || isShown[kind]);
  // The label of a box that lies outside would stand at the edge as if it belonged to what is seen there.
  const labelled = visible.filter(({ around }) => isInView(around, viewport));
  const places = isShown.labels ? placeLabels(labelRequests(labelled, selectedId), viewport) : undefined;
  return (
    <svg
      data-testid="finding-overlay"
      width={viewport.widthPx}
      height={viewport.heightPx}
      style={{ position: "absolute", inset: 0, overflow: "hidden" }}
    >
      {visible.map((drawn) => (
        <FindingShape
          key={drawn.finding.id}
          drawn={drawn}
          isSelected={drawn.finding.id === selectedId}
          isHovered={drawn.finding.id === hoveredId}
        />
      ))}
      {visible.map((drawn) => (
        <FindingLabel
          key={drawn.finding.id}
          drawn={drawn}
          place={places?.get(drawn.finding.id)}
          isSelected={drawn.finding.id === selectedId}
        />
      ))}
    </svg>
  );
}

/** Large boxes first, so that the small ones lie on top and can be pointed at. */
function drawnFindings(layers: readonly OverlayLayer[], map: Affine): readonly DrawnFinding[] {
  return layers
    .flatMap(({ kind, findings }) => findings.map((finding) => ({ kind, finding })))
    .toSorted((a, b) => boxAreaPx2(b.finding.box) - boxAreaPx2(a.finding.box))
    .map(({ kind, finding }) => {
      const { x1, y1, x2, y2 } = finding.box;
      const corners = [
        { x: x1, y: y1 },
        { x: x2, y: y1 },
        { x: x2, y: y2 },
        { x: x1, y: y2 },
      ].map((corner) => transformPoint(map, corner));
      return { kind, finding, corners, around: uprightAround(corners), appearance: findingAppearance(kind, finding) };
    });
}

/** The chosen finding first, then by falling score, the reference boxes before all scores. */
function labelRequests(findings: readonly DrawnFinding[], selectedId: string | undefined): readonly LabelRequest[] {
  const rank = ({ finding }: DrawnFinding): number => (finding.id === selectedId ? 3 : (finding.score ?? 2));
  return findings
    .toSorted((a, b) => rank(b) - rank(a))
    .map(({ finding, around, appearance }) => ({ id: finding.id, around, size: labelSize(appearance) }));
}

function isInView({ x, y, width, height }: ScreenRectangle, { widthPx, heightPx }: ViewportSize): boolean {
  return x < widthPx && y < heightPx && x + width > 0 && y + height > 0;
}

function uprightAround(corners: readonly Point[]): ScreenRectangle {
  const xs = corners.map(({ x }) => x);
  const ys = corners.map(({ y }) => y);
  const x = Math.min(...xs);
  const y = Math.min(...ys);
  return { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y };
}
