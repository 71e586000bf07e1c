/** @file The cut around a finding with its outline drawn over it. */
import { IconPhotoOff } from "@tabler/icons-react";
import { type JSX, useState } from "react";
import { thumbnailPath } from "../../src-shared/contract/byte-paths";
import { thumbnailRegion } from "../../src-shared/contract/thumbnail-region";
import type { Box } from "../../src-shared/domain/box";
import type { InstanceId } from "../../src-shared/domain/identifiers";
import type { DetectionError } from "../../src-shared/matching/rank-errors";
import { byteUrl } from "../client/bytes";
import { tokens } from "../theme/tokens";
import "./finding-thumbnail.css";

export interface FindingThumbnailProps {
  readonly image: { readonly instanceId: InstanceId; readonly rows: number; readonly columns: number };
  /** In image pixels. */
  readonly box: Box;
  readonly kind: DetectionError["kind"];
  readonly sizePx: number;
}

/** Sharp on a display with two device pixels a CSS pixel, and one file for every display. */
const PICTURE_SCALE = 2;

export function FindingThumbnail({ image, box, kind, sizePx }: FindingThumbnailProps): JSX.Element {
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
          loading="lazy"
          draggable={false}
          onError={() => setIsBroken(true)}
        />
      )}
      <svg viewBox={`${region.x} ${region.y} ${region.widthPx} ${region.heightPx}`} aria-hidden>
        <rect
          x={cut.x1}
          y={cut.y1}
          width={cut.x2 - cut.x1}
          height={cut.y2 - cut.y1}
          fill="none"
          stroke={isMiss ? tokens.colour.reference : tokens.colour.detection}
          strokeWidth={1.5}
          // As over the image: dashed is unmatched, whoever drew the box.
          strokeDasharray="4 2.5"
          vectorEffect="non-scaling-stroke"
        />
      </svg>
    </div>
  );
}

/** The address carries a tenth of a pixel: the outline is laid on the cut that was really asked for. */
function rounded({ x1, y1, x2, y2 }: Box): Box {
  return { x1: toTenth(x1), y1: toTenth(y1), x2: toTenth(x2), y2: toTenth(y2) };
}

function toTenth(value: number): number {
  return Number(value.toFixed(1));
}
