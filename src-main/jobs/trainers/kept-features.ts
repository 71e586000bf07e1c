/** @file Features of pictures while heads learn alone: computed once and kept in memory between epochs. */
import { createHash } from "node:crypto";
import { totalmem } from "node:os";
import type { DetectorArchitecture } from "../../detection/networks/architecture";
import { buildFrozenFeatures, levelName, type LevelShape } from "../../detection/networks/frozen-features";
import type { ImageSize } from "../../detection/networks/network-builder";
import { countElements } from "../../numerics/tensor/tensor";
import { openGraph, type NetworkPlace, type WeightedNetwork } from "../detectors/open-network";
import type { Session, TensorValue } from "../runtime/session";
import type { ImageBatch } from "./image-batch";
import { SessionsByShape, type Releasable } from "./sessions-by-shape";
import type { LearningState } from "./learning-state";

/** The full network has 5.6 MB of features for a picture of 256 × 256 pixels, and for its mirror image as much again.
 * Pictures that come when the room is full are computed each time, so that none pushes out another that comes as often. */
export const FEATURES_BOUND_BYTES = Math.min(totalmem() / 4, 4 * 2 ** 30);

interface FrozenNetwork extends Pick<WeightedNetwork<DetectorArchitecture>, "architecture" | "settings"> {
  /** With the weights as they stand: those of the backbone do not move. */
  readonly state: LearningState;
}

interface OpenedFeatures extends Releasable {
  readonly session: Session;
  readonly levels: readonly LevelShape[];
}

export class KeptFeatures {
  readonly #network: FrozenNetwork;
  readonly #place: NetworkPlace;
  readonly #boundBytes: number;
  readonly #sessions = new SessionsByShape((size) => this.#build(size));
  /** By size; pictures of many sizes may be kept while few sessions are. */
  readonly #levels = new Map<string, readonly LevelShape[]>();
  /** Of each picture, by its very numbers: [channels · h · w] of each level. */
  readonly #kept = new Map<string, readonly Float32Array[]>();
  #keptBytes = 0;

  constructor(network: FrozenNetwork, place: NetworkPlace, boundBytes = FEATURES_BOUND_BYTES) {
    this.#network = network;
    this.#place = place;
    this.#boundBytes = boundBytes;
  }

  async levelsOf({ height, width }: ImageSize): Promise<readonly LevelShape[]> {
    const key = `${height} × ${width}`;
    const levels = this.#levels.get(key) ?? (await this.#open({ height, width })).levels;
    this.#levels.set(key, levels);
    return levels;
  }

  /** `level{l}` [images, channels, h, w] of all levels. */
  async of({ image, height, width }: ImageBatch): Promise<Record<string, TensorValue>> {
    const levels = await this.levelsOf({ height, width });
    const pictures = pixelsOfEach(image);
    const features: (readonly Float32Array[])[] = [];
    for (const pixels of pictures) features.push(await this.#ofPicture(pixels, { height, width }));
    return Object.fromEntries(
      levels.map((shape, level) => [
        levelName(level),
        joined(features.map((each) => each[level]!), shape), // prettier-ignore
      ]),
    );
  }

  /** For other weights, or for good. */
  async clear(): Promise<void> {
    this.#kept.clear();
    this.#keptBytes = 0;
    await this.#sessions.close();
  }

  async #ofPicture(pixels: Float32Array, { height, width }: ImageSize): Promise<readonly Float32Array[]> {
    const bytes = new Uint8Array(pixels.buffer, pixels.byteOffset, pixels.byteLength);
    const key = `${height} × ${width} ${createHash("sha256").update(bytes).digest("base64")}`;
    const known = this.#kept.get(key);
    if (known) return known;
    const { session } = await this.#open({ height, width });
    const answer = await session.run({ image: { type: "float32", shape: [1, 3, height, width], data: pixels } });
    const features = session.outputs.map((_, level) => answer[levelName(level)]!.data as Float32Array);
    const size = features.reduce((sum, { byteLength }) => sum + byteLength, 0);
    if (this.#keptBytes + size > this.#boundBytes) return features;
    this.#kept.set(key, features);
    this.#keptBytes += size;
    return features;
  }

  async #open(size: ImageSize): Promise<OpenedFeatures> {
    return this.#sessions.for({ images: 1, ...size });
  }

  async #build({ height, width }: ImageSize): Promise<OpenedFeatures> {
    const { architecture, settings, state } = this.#network;
    const { batchNormEpsilon } = settings;
    const { graph, levels } = buildFrozenFeatures(architecture, state.parameters, {
      batchNormEpsilon,
      imageSize: { height, width },
    });
    const session = await openGraph(() => graph, this.#place);
    return { session, levels, release: session.release };
  }
}

function pixelsOfEach({ data, shape: [images = 0] }: TensorValue): readonly Float32Array[] {
  const size = data.length / images;
  return Array.from({ length: images }, (_, image) =>
    (data as Float32Array).subarray(image * size, (image + 1) * size),
  );
}

function joined(images: readonly Float32Array[], shape: LevelShape): TensorValue {
  const size = countElements(shape);
  const data = new Float32Array(images.length * size);
  for (const [image, features] of images.entries()) data.set(features, image * size);
  return { type: "float32", shape: [images.length, ...shape], data };
}
