/** @file The cells of a benchmark's row, in a person's words. */
import type { BenchmarkResult } from "../../../src-shared/domain/benchmark";
import { EXECUTION_PROVIDER_NAMES, EXECUTION_PROVIDERS } from "../../../src-shared/domain/device";
import {
  readableAmount,
  readableBytes,
  readableCount,
  readableDifference,
  readableRate,
  readableSeconds,
  UNDEFINED_FIGURE,
} from "../../components/readable";

export type Measured = Extract<BenchmarkResult["result"], { readonly outcome: "measured" }>;

/** Resident memory comes in pages and is counted from outside: less than this says nothing. */
const MEGABYTE = 1e6;

export interface BenchmarkCells {
  readonly rate: string;
  readonly image: string;
  readonly open: string;
  readonly memory: string;
  readonly placement: string;
  readonly agreement: string;
  /** Detections on one side alone: the two did not find the same. */
  readonly hasStrangers: boolean;
}

export function describeMeasured({ imageSeconds, openSeconds, memoryBytes, ...measured }: Measured): BenchmarkCells {
  return {
    rate: imageSeconds > 0 ? readableRate(1 / imageSeconds) : UNDEFINED_FIGURE,
    image: readableSeconds(imageSeconds),
    open: readableSeconds(openSeconds),
    memory: memoryBytes < MEGABYTE ? "< 1 MB" : readableBytes(memoryBytes),
    placement: describePlacement(measured.placement),
    agreement: describeAgreement(measured.agreement),
    hasStrangers: (measured.agreement?.unmatched ?? 0) > 0,
  };
}

/** For example "WebGPU 312, CPU 6: RoiAlign 4, TopK 2". */
function describePlacement(placement: Measured["placement"]): string {
  if (!placement) return UNDEFINED_FIGURE;
  const places = EXECUTION_PROVIDERS.flatMap((provider) => {
    const nodes = placement.nodes[provider];
    return nodes ? [`${EXECUTION_PROVIDER_NAMES[provider]} ${readableCount(nodes)}`] : [];
  });
  const fallenBack = Object.entries(placement.fallenBack)
    .toSorted(([, a], [, b]) => b - a)
    .map(([operator, count]) => (count === 1 ? operator : `${operator} ${count}`));
  const nodes = places.length > 0 ? places.join(", ") : UNDEFINED_FIGURE;
  return fallenBack.length > 0 ? `${nodes}: ${fallenBack.join(", ")}` : nodes;
}

function describeAgreement(agreement: Measured["agreement"]): string {
  if (!agreement) return "is what the others are compared with";
  const { boxPx, score, matched, unmatched, images } = agreement;
  const seen = `${readableAmount(matched, "detection")} on ${readableAmount(images, "image")}`;
  const strangers = unmatched > 0 ? `; ${unmatched} without a partner` : "";
  if (matched === 0) {
    const found = unmatched === 0 ? "nothing to compare: neither found a box" : "no box in common";
    return `${found} on ${readableAmount(images, "image")}${strangers}`;
  }
  return `${readableDifference(boxPx)} px, score ${readableDifference(score)}; ${seen}${strangers}`;
}
