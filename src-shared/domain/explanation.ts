/** @file A heat map that says where a model looked, what it was made for, and what was measured about it. */
import { z } from "zod";
import { Box } from "./box";
import { ExecutionProvider } from "./device";
import { AnnotationId, DetectionId, ExplanationId, InstanceId, RunId } from "./identifiers";

export const MAP_METHODS = ["grad-cam", "grad-cam++", "hires-cam", "eigen-cam", "d-rise"] as const;
export const MapMethod = z.enum(MAP_METHODS);
export type MapMethod = z.infer<typeof MapMethod>;

export const MAP_METHOD_NAMES = {
  "grad-cam": "Grad-CAM",
  "grad-cam++": "Grad-CAM++",
  "hires-cam": "HiResCAM",
  "eigen-cam": "Eigen-CAM",
  "d-rise": "D-RISE",
} as const satisfies Record<MapMethod, string>;

/** What a map explains: the sum of the scores of one label on the image, one box of the run, a reference box that the
 * run missed, by the candidate that came nearest to it, or the candidate of a label that scored highest, which is what
 * there is where nothing was drawn. */
export const ExplanationTarget = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("label"), label: z.string().min(1) }),
  z.object({ kind: z.literal("detection"), detectionId: DetectionId }),
  z.object({ kind: z.literal("miss"), annotationId: AnnotationId }),
  z.object({ kind: z.literal("strongest"), label: z.string().min(1) }),
]);
export type ExplanationTarget = z.infer<typeof ExplanationTarget>;

/** What the model made of a missed box. `suppressed`: above the floor, but beside a stronger box that overlaps it. */
export const MISS_STANDINGS = ["seen", "suppressed", "too-weak", "not-seen"] as const;
export const MissStanding = z.enum(MISS_STANDINGS);
export type MissStanding = z.infer<typeof MissStanding>;

const Share = z.number().min(0).max(1);
const Correlation = z.number().min(-1).max(1);

/** Shares of what was removed or put back, from 0 to 1, and the score at each, relative to that of the whole image. */
const PerturbationCurve = z.object({
  shares: z.array(Share).min(2),
  scores: z.array(z.number().nonnegative()),
  area: z.number().nonnegative(),
});
export type PerturbationCurve = z.infer<typeof PerturbationCurve>;

/** Absent where it was not measured, or where it has no meaning: no box, no reference, an empty map. */
export const MapMeasures = z.object({
  /** Share of the map's sum inside the explained box, and the box's share of the image's area. */
  energyInBox: Share.optional(),
  boxShare: Share.optional(),
  /** Inside the union of the image's reference boxes of any label, and their share of the area. */
  energyInReferences: Share.optional(),
  referencesShare: Share.optional(),
  /** Whether the greatest value lies inside (the pointing game). */
  pointsAtBox: z.boolean().optional(),
  pointsAtReference: z.boolean().optional(),
  /** Rank correlation with the maps of other methods at the same layer. */
  agreement: z.partialRecord(MapMethod, Correlation).optional(),
  deletion: PerturbationCurve.optional(),
  insertion: PerturbationCurve.optional(),
  /** Rank correlation with the map after the weights of all parts from the output down to this one were drawn anew. */
  randomisation: z.array(z.object({ part: z.string(), similarity: Correlation })).optional(),
});
export type MapMeasures = z.infer<typeof MapMeasures>;

export const Explanation = z.object({
  id: ExplanationId,
  runId: RunId,
  instanceId: InstanceId,
  target: ExplanationTarget,
  method: MapMethod,
  /** Name of the layer as `ExplainableLayer` has it; "input" for methods that look at no layer. */
  layer: z.string().min(1),
  createdAt: z.iso.datetime(),
  provider: ExecutionProvider,
  seconds: z.number().nonnegative(),
  /** Size of the grid of values from 0 to 1 that covers the whole image, row by row; its bytes are at `mapPath`. */
  rows: z.int().positive(),
  columns: z.int().positive(),
  /** Score of what is explained: the sum for a label, else that of the box or candidate; absent for a miss that no
   * candidate comes near, whose map is empty. */
  score: z.number().nonnegative().optional(),
  /** The explained box or candidate in pixels of the image; absent for a label. */
  box: Box.optional(),
  /** For a miss only, with the overlap of the candidate and the missed box. */
  standing: MissStanding.optional(),
  overlap: Share.optional(),
  /** Nothing at this layer speaks for the target: every value is 0. */
  isEmpty: z.boolean(),
  measures: MapMeasures,
});
export type Explanation = z.infer<typeof Explanation>;

/** A place in a network that a map can be made at. */
export const ExplainableLayer = z.object({
  name: z.string().min(1),
  /** "Residual stage 3", "Convolution 3 × 3, 256 channels". */
  title: z.string(),
  channels: z.int().positive().optional(),
});
export type ExplainableLayer = z.infer<typeof ExplainableLayer>;
