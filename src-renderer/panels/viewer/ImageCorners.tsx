/** @file What a reading room writes into the corners of an image: who, what, how it is looked at, and what is under the pointer. */
import { type JSX, type ReactNode, useMemo } from "react";
import type { StudyDetail } from "../../../src-shared/contract/studies";
import { readableDicomDate, readablePersonName } from "../../components/readable";
import { imageToScreenOf, useViewport } from "../../stores/viewport-store";

const SPACING_NAMES = {
  PixelSpacing: "Pixel Spacing",
  ImagerPixelSpacing: "Imager Pixel Spacing (at the detector)",
} as const;

export interface ImageCornersProps {
  readonly detail: StudyDetail;
  /** Three small pictures leave room for the least alone. */
  readonly isInThreeViews: boolean;
  /** What the heat map is. */
  readonly legend: ReactNode;
}

export function ImageCorners({ detail, isInThreeViews, legend }: ImageCornersProps): JSX.Element {
  const hasWords = useViewport((state) => state.layers.labels);
  return (
    <div className="corners" data-testid="corners" data-quiet={!hasWords || isInThreeViews}>
      <PatientCorner detail={detail} />
      <StudyCorner detail={detail} />
      <ViewCorner>{!isInThreeViews && legend}</ViewCorner>
      <ProbeCorner detail={detail} />
      {isInThreeViews && (
        <div className="corners__corner" data-place="map">
          {legend}
        </div>
      )}
    </div>
  );
}

function PatientCorner({
  detail: { patient, instance, series, className },
}: {
  readonly detail: StudyDetail;
}): JSX.Element {
  const person = [patient.sex, instance.ageYears !== undefined && `${Math.floor(instance.ageYears)} y`].filter(Boolean);
  return (
    <div className="corners__corner" data-place="top-left">
      <strong className="mono">{patient.id}</strong>
      {patient.name && patient.name !== patient.id && <span>{readablePersonName(patient.name)}</span>}
      {person.length > 0 && <span>{person.join(" · ")}</span>}
      {className && <span>{className}</span>}
      {series.viewPosition && <span>{series.viewPosition}</span>}
    </div>
  );
}

function StudyCorner({ detail: { study, series } }: { readonly detail: StudyDetail }): JSX.Element {
  const part = [series.modality, series.bodyPart].filter(Boolean).join(" · ");
  const description = study.description ?? series.description;
  // Some archives write nothing but the view into the description; it stands in the other corner already.
  const isNews = description && description.replace(/^view:\s*/i, "") !== series.viewPosition;
  return (
    <div className="corners__corner" data-place="top-right">
      {part && <span>{part}</span>}
      {study.date && <span className="figures">{readableDicomDate(study.date)}</span>}
      {isNews && <span>{description}</span>}
    </div>
  );
}

function ViewCorner({ children }: { readonly children: ReactNode }): JSX.Element {
  const window = useViewport((state) => state.window);
  const zoom = useViewport((state) => state.zoom);
  const devicePixelRatio = useViewport((state) => state.viewport.devicePixelRatio);
  const rotation = useViewport((state) => state.rotation);
  const isInverted = useViewport((state) => state.isInverted);
  const isFlipped = useViewport((state) => state.isFlippedHorizontally || state.isFlippedVertically);
  const changes = [isInverted && "inverted", rotation !== 0 && `rotated ${rotation}°`, isFlipped && "flipped"].filter(
    Boolean,
  );
  return (
    <div className="corners__corner figures" data-place="bottom-left">
      {children}
      {changes.length > 0 && <span className="corners__change">{changes.join(" · ")}</span>}
      <span data-testid="corner-window">
        {window && `C ${readableUnits(window.center)} W ${readableUnits(window.width)}`}
      </span>
      <span data-testid="corner-zoom">{window && `Zoom ${Math.round(zoom * devicePixelRatio * 100)} %`}</span>
    </div>
  );
}

function ProbeCorner({ detail }: { readonly detail: StudyDetail }): JSX.Element {
  const probe = useViewport((state) => state.probe);
  const { spacing, rescaleSlope, rescaleIntercept } = detail.instance.pixels;
  const isRescaled = rescaleSlope !== 1 || rescaleIntercept !== 0;
  return (
    <div className="corners__corner figures" data-place="bottom-right">
      {probe && (
        <span data-testid="corner-probe">
          x {probe.x} y {probe.y} · {readableUnits(probe.modalityValue)}
          {isRescaled && ` (stored ${probe.storedValue})`}
        </span>
      )}
      <span>
        {spacing
          ? `${spacing.columnMm.toFixed(3)} mm · ${SPACING_NAMES[spacing.source]}`
          : "No pixel spacing: lengths in pixels"}
      </span>
      <ScaleBar detail={detail} />
    </div>
  );
}

const SCALE_LENGTHS_MM = [100, 50, 20, 10, 5, 2, 1] as const;
const LONGEST_SCALE_PX = 130;

/** A length that a reader can hold against a finding. */
function ScaleBar({ detail }: { readonly detail: StudyDetail }): JSX.Element | null {
  const zoom = useViewport((state) => state.zoom);
  const isShown = useViewport((state) => imageToScreenOf(state) !== undefined);
  const { spacing } = detail.instance.pixels;
  const bar = useMemo(() => {
    if (!spacing) return undefined;
    const pxPerMm = zoom / Math.min(spacing.columnMm, spacing.rowMm);
    const mm = SCALE_LENGTHS_MM.find((length) => length * pxPerMm <= LONGEST_SCALE_PX);
    return mm === undefined ? undefined : { mm, widthPx: mm * pxPerMm };
  }, [spacing, zoom]);
  if (!bar || !isShown) return null;
  return (
    <span className="corners__scale" style={{ width: bar.widthPx }}>
      {bar.mm >= 10 ? `${bar.mm / 10} cm` : `${bar.mm} mm`}
    </span>
  );
}

function readableUnits(value: number): string {
  return Number.isInteger(value) ? String(value) : value.toFixed(1);
}
