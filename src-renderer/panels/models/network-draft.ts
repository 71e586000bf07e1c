/** @file What a card says about the network and the suppression after it, as texts of a form, and back. */
import type { LevelAnchors, ModelCard, ModelConvention } from "../../../src-shared/domain/model";
import { findTripleProblem, type NumberBounds, readNumber, readNumbers, readTriple } from "./draft-numbers";

/** Every field is optional; an empty text leaves the architecture's own value. */
export interface NetworkDraft {
  readonly minSizePx: string;
  readonly maxSizePx: string;
  readonly networkMean: string;
  readonly networkDeviation: string;
  /** "32: 0.5, 1, 2", one pyramid level a line, finest first. */
  readonly anchors: string;
  readonly candidatesPerLevel: string;
  readonly proposals: string;
  readonly proposalIouThreshold: string;
  readonly proposalScoreFloor: string;
  readonly batchNormEpsilon: string;
  readonly suppressionIouThreshold: string;
  readonly detectionsPerImage: string;
}

export type NetworkProblems = Partial<Record<keyof NetworkDraft, string>>;

/** Conventions whose network is built, or whose heads are decoded, by this program. */
export function hasNetworkSettings(convention: ModelConvention): boolean {
  return convention === "checkpoint" || convention === "retinanet";
}

/** What is still done with the answer: duplicates are suppressed and the best kept, the best alone are kept, or nothing,
 * where the graph has done both. */
export function suppressionOf(convention: ModelConvention): "suppressed" | "counted" | "none" {
  return SUPPRESSIONS[convention];
}

const SUPPRESSIONS = {
  torchvision: "none",
  checkpoint: "suppressed",
  "yolo-v5": "suppressed",
  "yolo-v8": "suppressed",
  "yolo-end-to-end": "none",
  detr: "counted",
  "rt-detr": "counted",
  "rt-detr-end-to-end": "none",
  "rt-detr-ultralytics": "counted",
  retinanet: "suppressed",
} as const satisfies Record<ModelConvention, "suppressed" | "counted" | "none">;

/** DETR answers no duplicates: only boxes that are one and the same are dropped. */
const NO_OVERLAP_LIMIT = 1;

export function networkDraftOf({ network = {}, suppression }: ModelCard): NetworkDraft {
  return {
    minSizePx: textOf(network.minSizePx),
    maxSizePx: textOf(network.maxSizePx),
    networkMean: network.normalisation?.mean.join(", ") ?? "",
    networkDeviation: network.normalisation?.deviation.join(", ") ?? "",
    anchors: (network.anchors ?? [])
      .map(({ sizesPx, aspectRatios }) => `${sizesPx.join(", ")}: ${aspectRatios.join(", ")}`)
      .join("\n"),
    candidatesPerLevel: textOf(network.candidatesPerLevel),
    proposals: textOf(network.proposals),
    proposalIouThreshold: textOf(network.proposalIouThreshold),
    proposalScoreFloor: textOf(network.proposalScoreFloor),
    batchNormEpsilon: textOf(network.batchNormEpsilon),
    suppressionIouThreshold: textOf(suppression?.iouThreshold),
    detectionsPerImage: textOf(suppression?.detectionsPerImage),
  };
}

const COUNT: NumberBounds = { least: 1, isWhole: true };
const SHARE: NumberBounds = { least: 0, most: 1 };
const SIZE_PX: NumberBounds = { least: 1, most: 8192, isWhole: true };

/** The fields that hold one number each. */
const NUMBERS = {
  minSizePx: SIZE_PX,
  maxSizePx: SIZE_PX,
  candidatesPerLevel: COUNT,
  proposals: COUNT,
  proposalIouThreshold: SHARE,
  proposalScoreFloor: SHARE,
  batchNormEpsilon: { least: 0 },
  suppressionIouThreshold: SHARE,
  detectionsPerImage: COUNT,
} satisfies Partial<Record<keyof NetworkDraft, NumberBounds>>;
type NumberField = keyof typeof NUMBERS;

export function findNetworkProblems(draft: NetworkDraft, convention: ModelConvention): NetworkProblems {
  return {
    ...(hasNetworkSettings(convention) && findSettingsProblems(draft)),
    ...findSuppressionProblems(draft, convention),
  };
}

/** The card's own fields; for a draft without problems. */
export function networkOf(
  draft: NetworkDraft,
  convention: ModelConvention,
): Pick<ModelCard, "network" | "suppression"> {
  const network = hasNetworkSettings(convention) ? settingsOf(draft) : {};
  const kind = suppressionOf(convention);
  const iouThreshold = kind === "counted" ? NO_OVERLAP_LIMIT : numberOf(draft, "suppressionIouThreshold");
  const detectionsPerImage = numberOf(draft, "detectionsPerImage");
  const hasBoth = kind !== "none" && iouThreshold !== undefined && detectionsPerImage !== undefined;
  return {
    ...(Object.keys(network).length > 0 && { network }),
    ...(hasBoth && { suppression: { iouThreshold, detectionsPerImage } }),
  };
}

function findSettingsProblems(draft: NetworkDraft): NetworkProblems {
  const triple = findTripleProblem(draft.networkMean, draft.networkDeviation);
  return {
    ...findNumberProblems(draft, [
      "minSizePx",
      "maxSizePx",
      "candidatesPerLevel",
      "proposals",
      "proposalIouThreshold",
      "proposalScoreFloor",
      "batchNormEpsilon",
    ]),
    ...findSizeProblem(draft),
    ...(triple && { [triple.field === "mean" ? "networkMean" : "networkDeviation"]: triple.sentence }),
    ...(readAnchors(draft.anchors) === undefined && {
      anchors: "One level a line: sizes in pixels, a colon, ratios of height to width, as in “32: 0.5, 1, 2”.",
    }),
  };
}

function findSuppressionProblems(draft: NetworkDraft, convention: ModelConvention): NetworkProblems {
  const kind = suppressionOf(convention);
  if (kind === "none") return {};
  if (kind === "counted") return findNumberProblems(draft, ["detectionsPerImage"]);
  const isIouGiven = draft.suppressionIouThreshold.trim() !== "";
  const areDetectionsGiven = draft.detectionsPerImage.trim() !== "";
  return {
    ...(isIouGiven !== areDetectionsGiven && {
      [isIouGiven ? "detectionsPerImage" : "suppressionIouThreshold"]: "Both are given, or neither.",
    }),
    ...findNumberProblems(draft, ["suppressionIouThreshold", "detectionsPerImage"]),
  };
}

function findNumberProblems(draft: NetworkDraft, fields: readonly NumberField[]): NetworkProblems {
  const found = fields.flatMap((field) => {
    const read = readNumber(draft[field], NUMBERS[field]);
    return "problem" in read ? [[field, read.problem] as const] : [];
  });
  return Object.fromEntries(found);
}

function findSizeProblem(draft: NetworkDraft): NetworkProblems {
  const least = numberOf(draft, "minSizePx");
  const greatest = numberOf(draft, "maxSizePx");
  if (least === undefined || greatest === undefined || least <= greatest) return {};
  return { maxSizePx: `It is below the shorter side, ${least}.` };
}

function settingsOf(draft: NetworkDraft): NonNullable<ModelCard["network"]> {
  const [mean = [], deviation = []] = [readTriple(draft.networkMean), readTriple(draft.networkDeviation)];
  const anchors = readAnchors(draft.anchors) ?? [];
  const numbers = Object.entries({
    minSizePx: numberOf(draft, "minSizePx"),
    maxSizePx: numberOf(draft, "maxSizePx"),
    candidatesPerLevel: numberOf(draft, "candidatesPerLevel"),
    proposals: numberOf(draft, "proposals"),
    proposalIouThreshold: numberOf(draft, "proposalIouThreshold"),
    proposalScoreFloor: numberOf(draft, "proposalScoreFloor"),
    batchNormEpsilon: numberOf(draft, "batchNormEpsilon"),
  }).filter(([, value]) => value !== undefined);
  return {
    ...(Object.fromEntries(numbers) as Record<string, number>),
    ...(mean.length > 0 && { normalisation: { mean: tripleOf(mean), deviation: tripleOf(deviation) } }),
    ...(anchors.length > 0 && { anchors: [...anchors] }),
  };
}

function numberOf(draft: NetworkDraft, field: NumberField): number | undefined {
  const read = readNumber(draft[field], NUMBERS[field]);
  return "value" in read ? read.value : undefined;
}

function tripleOf([first = 0, second = 0, third = 0]: readonly number[]): [number, number, number] {
  return [first, second, third];
}

/** Empty for an empty text, undefined where a line is not "sizes: ratios". */
function readAnchors(text: string): readonly LevelAnchors[] | undefined {
  const levels = text
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map(readLevel);
  return levels.every((level) => level !== undefined) ? levels : undefined;
}

function readLevel(line: string): LevelAnchors | undefined {
  const [sizes, ratios, ...rest] = line.split(":");
  const [sizesPx, aspectRatios] = [readNumbers(sizes ?? ""), readNumbers(ratios ?? "")];
  const areSound = [sizesPx, aspectRatios].every((values) => values?.every((value) => value > 0));
  if (rest.length > 0 || !sizesPx || !aspectRatios || !areSound) return undefined;
  return { sizesPx: [...sizesPx], aspectRatios: [...aspectRatios] };
}

function textOf(value: number | undefined): string {
  return value?.toString() ?? "";
}
