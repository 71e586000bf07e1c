/** @file The cut around a finding with its outline drawn over it. */
import { IconPhotoOff } from "@tabler/icons-react";
import { type JSX, useState } from "react";
import { thumbnailPath } from "../../src-shared/contract/byte-paths";
import { thumbnailRegion } from "../../src-shared/contract/thumbnail-region";
import type { Box } from "../../src-shared/domain/box";
import type { InstanceId } from "../../src-shared/domain/identifiers";
import type { DetectionError } from "../../src-shared/matching/rank-errors";
import { byteUrl } from "../client/bytes";
import type { SurroundingBox } from "../stores/surrounding-boxes";
import { tokens } from "../theme/tokens";
import "./finding-thumbnail.css";

export interface FindingThumbnailProps {
  readonly image: { readonly instanceId: InstanceId; readonly rows: number; readonly columns: number };
  /** In image pixels. */
  readonly box: Box;
  readonly kind: DetectionError["kind"];
  readonly sizePx: number;
  /** Other boxes on the image, drawn solid; those outside the cut are not seen. */
  readonly others?: readonly SurroundingBox[];
  /** Fetched although it is not in sight: paper has no scroll bar. */
  readonly isEager?: boolean;
}

/** Sharp on a display with two device pixels a CSS pixel, and one file for every display. */
const PICTURE_SCALE = 2;

export function FindingThumbnail(props: FindingThumbnailProps): JSX.Element {
  const { image, box, kind, sizePx, others = [], isEager = false } = props;
  const [isBroken, setIsBroken] = useState(false);
  const cut = rounded(box);
  const region = thumbnailRegion(image, cut);
  const isMiss = kind === "miss";
  return (
    <div className="finding-thumbnail" style={{ width: sizePx, height: sizePx }}>
      {isBroken ? (
        <IconPhotoOff size={20} aria-label="No picture" />
      ) : (
        <img
          src={byteUrl(thumbnailPath(image.instanceId, sizePx * PICTURE_SCALE, cut))}
          alt=""
          loading={isEager ? "eager" : "lazy"}
          draggable={false}
          onError={() => setIsBroken(true)}
        />
      )}
      <svg viewBox={`${region.x} ${region.y} ${region.widthPx} ${region.heightPx}`} aria-hidden>
        {others.map((other) => (
          <BoxOutline key={other.id} box={other.box} colour={COLOURS[other.kind]} />
        ))}
        {/* As over the image: dashed is unmatched, whoever drew the box. */}
        <BoxOutline box={cut} colour={isMiss ? COLOURS.reference : COLOURS.detection} dashes="4 2.5" />
      </svg>
    </div>
  );
}

const COLOURS = { reference: tokens.colour.reference, detection: tokens.colour.detection } as const;

function BoxOutline(props: { readonly box: Box; readonly colour: string; readonly dashes?: string }): JSX.Element {
  const { box, colour, dashes } = props;
  return (
    <rect
      x={box.x1}
      y={box.y1}
      width={box.x2 - box.x1}
      height={box.y2 - box.y1}
      fill="none"
      stroke={colour}
      strokeWidth={1.5}
      strokeDasharray={dashes}
      vectorEffect="non-scaling-stroke"
    />
  );
}

/** The address carries a tenth of a pixel: the outline is laid on the cut that was really asked for. */
function rounded({ x1, y1, x2, y2 }: Box): Box {
  return { x1: toTenth(x1), y1: toTenth(y1), x2: toTenth(x2), y2: toTenth(y2) };
}

function toTenth(value: number): number {
  return Number(value.toFixed(1));
}
