/** @file One forward pass of a model on an image of a run, with what the run and the data set say of it. */
import { Failure } from "../../../src-shared/domain/failure";
import type { Box } from "../../../src-shared/domain/box";
import type { ImageFrame } from "../../detection/boxes/decode-detections";
import { imagePart, type InputPart } from "../../detection/explanation/scale-map";
import type { PreparedInput } from "../../detection/preprocessing/prepare-input";
import type { PixelSize } from "../../detection/preprocessing/resize-bilinear";
import type { Explainer, Look } from "../explainers/explainer";
import { readPreparedImage } from "../prepare-image";
import { reasonOfOrtError } from "../runtime/reason-of-ort-error";
import type { ExplainedImage } from "./explained-image";

export interface LookedAt {
  readonly explainer: Explainer;
  readonly image: ExplainedImage;
  readonly prepared: PreparedInput;
  readonly frame: ImageFrame;
  /** Size of the model's input, and the part of it that the image fills, which maps cover. */
  readonly input: PixelSize;
  readonly part: InputPart;
  readonly look: Look;
}

/** @throws {Failure} `conflict` or `not-found` where the image is not the one that was imported, `unsupported` where it
 * cannot be read or the model fails on it. */
export async function lookAtImage(explainer: Explainer, image: ExplainedImage): Promise<LookedAt> {
  const { prepared, rows, columns } = await readPreparedImage(image.instance, explainer.card.input);
  const { scaleX, scaleY, offsetXPx, offsetYPx } = prepared;
  const place = { scaleX, scaleY, offsetXPx, offsetYPx };
  return {
    explainer,
    image,
    prepared,
    frame: { ...place, rows, columns },
    input: { rows: prepared.shape[1], columns: prepared.shape[2] },
    part: imagePart(place, { rows, columns }),
    look: await sayingWhy(() => explainer.look(prepared)),
  };
}

/** Turns an error of ONNX Runtime into a sentence for the person who asked.
 * @throws {Failure} */
export async function sayingWhy<Answer>(compute: () => Promise<Answer>): Promise<Answer> {
  try {
    return await compute();
  } catch (thrown) {
    if (thrown instanceof Failure || (thrown instanceof Error && thrown.name === "AbortError")) throw thrown;
    throw new Failure("unsupported", reasonOfOrtError(thrown), { cause: thrown });
  }
}

/** A box of the image in pixels of the model's input. */
export function boxInInput({ x1, y1, x2, y2 }: Box, { scaleX, scaleY, offsetXPx, offsetYPx }: ImageFrame): Box {
  return {
    x1: x1 * scaleX + offsetXPx,
    y1: y1 * scaleY + offsetYPx,
    x2: x2 * scaleX + offsetXPx,
    y2: y2 * scaleY + offsetYPx,
  };
}
