/** @file A small picture of a whole image, beside words that say which one it is. */
import type { JSX } from "react";
import { thumbnailPath } from "../../src-shared/contract/byte-paths";
import type { InstanceId } from "../../src-shared/domain/identifiers";
import { byteUrl } from "../client/bytes";
import "./thumbnail.css";

/** `sizePx` of the longer side, in pixels of the page. */
export function Thumbnail({
  instanceId,
  sizePx,
}: {
  readonly instanceId: InstanceId;
  readonly sizePx: number;
}): JSX.Element {
  return (
    <img
      className="thumbnail"
      src={byteUrl(thumbnailPath(instanceId, SHARPNESS * sizePx))}
      width={sizePx}
      height={sizePx}
      alt=""
      loading="lazy"
    />
  );
}

/** For screens with two pixels where the page counts one. */
const SHARPNESS = 2;
