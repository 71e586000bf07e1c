/** @file What a checkpoint's network does that its weights do not tell: the card's word, or torchvision's defaults. */
import { Failure } from "../../../src-shared/domain/failure";
import type { LevelAnchors, NetworkSettings } from "../../../src-shared/domain/model";
import { featureStrides, type DetectorArchitecture } from "./architecture";

/** With every default in its place. */
export type CompleteNetworkSettings = {
  readonly [Key in keyof NetworkSettings]-?: NonNullable<NetworkSettings[Key]>;
};

/** torchvision's min_size and max_size. */
export const DEFAULT_SIZES = { minSizePx: 800, maxSizePx: 1333 } as const;

/** Those of torchvision's models. MobileNet's are those of its large images; the 320-pixel variant, whose weights look
 * the same, has minSizePx 320, maxSizePx 640, and 150 candidates and proposals.
 * @see https://github.com/pytorch/vision/blob/main/torchvision/models/detection/faster_rcnn.py */
const DEFAULTS: Omit<CompleteNetworkSettings, "anchors"> = {
  ...DEFAULT_SIZES,
  normalisation: { mean: [0.485, 0.456, 0.406], deviation: [0.229, 0.224, 0.225] },
  candidatesPerLevel: 1000,
  proposals: 1000,
  proposalIouThreshold: 0.7,
  proposalScoreFloor: 0,
  batchNormEpsilon: 1e-5,
};

const LEVEL_SIZES_PX = [32, 64, 128, 256, 512];
const ASPECT_RATIOS = [0.5, 1, 2];

/** torchvision's default for RetinaNet, finest level first. */
export const RETINANET_ANCHORS: readonly LevelAnchors[] = LEVEL_SIZES_PX.map((sizePx) => ({
  sizesPx: thirdsOfOctave(sizePx),
  aspectRatios: ASPECT_RATIOS,
}));

/** The score floor of the proposals of torchvision's MobileNets. */
const MOBILE_SCORE_FLOOR = 0.05;

/** Sizes in pixels, for each level.
 * @throws {Failure} `invalid-input` when the card's anchors are not as many as the weights have, or when it names none
 * and torchvision has none for such a network either: weights do not tell sizes. */
export function networkSettings(
  architecture: DetectorArchitecture,
  fromCard: NetworkSettings | undefined,
): CompleteNetworkSettings {
  const isMobile = architecture.kind === "faster-rcnn" && architecture.backbone.kind === "mobilenet-v3";
  return {
    ...DEFAULTS,
    ...(isMobile && { proposalScoreFloor: MOBILE_SCORE_FLOOR }),
    ...given(fromCard),
    anchors: fromCard?.anchors ? fitting(fromCard.anchors, architecture) : defaultAnchors(architecture),
  };
}

/** An explicit undefined would hide a default. */
function given(settings: NetworkSettings = {}): Partial<CompleteNetworkSettings> {
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));
}

function fitting(anchors: readonly LevelAnchors[], architecture: DetectorArchitecture): LevelAnchors[] {
  const levels = featureStrides(architecture).length;
  const wanted = anchorsPerLocation(architecture);
  const counts = anchors.map(({ sizesPx, aspectRatios }) => sizesPx.length * aspectRatios.length);
  if (counts.length === levels && counts.every((count) => count === wanted)) return [...anchors];
  throw new Failure(
    "invalid-input",
    `The card's anchors are ${counts.join(", ")} for ${counts.length} pyramid levels; the weights have ${wanted} at each place of ${levels} levels.`,
  );
}

function defaultAnchors(architecture: DetectorArchitecture): LevelAnchors[] {
  const levels = featureStrides(architecture).length;
  const wanted = anchorsPerLocation(architecture);
  if (levels === 5 && architecture.kind === "faster-rcnn" && wanted === 3) {
    return LEVEL_SIZES_PX.map((sizePx) => ({ sizesPx: [sizePx], aspectRatios: ASPECT_RATIOS }));
  }
  if (levels === 5 && architecture.kind === "retinanet" && wanted === 9) {
    return [...RETINANET_ANCHORS];
  }
  // torchvision's MobileNets look for every size on every level.
  if (levels === 3 && architecture.kind === "faster-rcnn" && wanted === 15) {
    return Array.from({ length: levels }, () => ({ sizesPx: LEVEL_SIZES_PX, aspectRatios: ASPECT_RATIOS }));
  }
  throw new Failure(
    "invalid-input",
    `The weights have ${wanted} anchors at each place of ${levels} pyramid levels, for which torchvision has no default sizes; name them in the card as network.anchors.`,
  );
}

/** torchvision cuts the fractions off. */
function thirdsOfOctave(sizePx: number): number[] {
  return [sizePx, Math.trunc(sizePx * 2 ** (1 / 3)), Math.trunc(sizePx * 2 ** (2 / 3))];
}

function anchorsPerLocation(architecture: DetectorArchitecture): number {
  return architecture.kind === "retinanet"
    ? architecture.anchorsPerLocation
    : architecture.proposalHead.anchorsPerLocation;
}
