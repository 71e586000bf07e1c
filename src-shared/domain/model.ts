/** @file A registered detector and its card: everything needed to feed it an image and read its answer. */
import { z } from "zod";
import { ModelId } from "./identifiers";

export const RESIZE_METHODS = ["opencv-bilinear", "none"] as const;

const Triple = z.tuple([z.number(), z.number(), z.number()]);

/** How an image becomes the model's input tensor. */
export const ModelInput = z.object({
  /** Input size in pixels; both absent where the model takes any size. */
  widthPx: z.int().positive().optional(),
  heightPx: z.int().positive().optional(),
  channels: z.union([z.literal(1), z.literal(3)]),
  resize: z.enum(RESIZE_METHODS),
  /** Grey values are brought to 0…1 first; then (value − mean) / deviation for each channel. Absent: left at 0…1. */
  normalisation: z
    .object({
      mean: Triple,
      deviation: Triple.refine((values) => values.every((value) => value > 0), "must be positive"),
    })
    .optional(),
});
export type ModelInput = z.infer<typeof ModelInput>;

export const BOX_FORMATS = ["xyxy", "xywh"] as const;

export const ModelCard = z.object({
  name: z.string().trim().min(1).max(120),
  description: z.string().max(4000).default(""),
  /** The convention that names inputs and outputs; torchvision exports boxes, labels and scores. */
  convention: z.literal("torchvision"),
  input: ModelInput,
  boxFormat: z.enum(BOX_FORMATS),
  /** Name of each class number that the model may answer with; 0 is background and never answered. */
  labels: z.record(z.string().regex(/^\d+$/), z.string().min(1)),
  /** Detections below it are not kept. */
  scoreFloor: z.number().min(0).max(1),
  /** A sensible first threshold for reading. */
  suggestedThreshold: z.number().min(0).max(1),
  intendedUse: z.string().max(4000).default(""),
});
export type ModelCard = z.infer<typeof ModelCard>;

export const Model = z.object({
  id: ModelId,
  name: z.string(),
  /** SHA-256 of the file, hexadecimal. */
  sha256: z.string(),
  fileBytes: z.int().nonnegative(),
  addedAt: z.iso.datetime(),
  card: ModelCard,
});
export type Model = z.infer<typeof Model>;

/** What a look into a model file found, before it is registered. */
export const ModelInspection = z.object({
  sha256: z.string(),
  fileBytes: z.int().nonnegative(),
  inputs: z.array(z.object({ name: z.string(), type: z.string(), shape: z.array(z.union([z.number(), z.string()])) })),
  outputs: z.array(z.object({ name: z.string(), type: z.string(), shape: z.array(z.union([z.number(), z.string()])) })),
  /** The card to start from: a known file's own, or a preset filled in from the shapes. */
  suggestedCard: ModelCard,
});
export type ModelInspection = z.infer<typeof ModelInspection>;
