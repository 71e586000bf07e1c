/** @file The file of detections with reference boxes that `overread evaluate --detections` reads and `export` writes. */
import { z } from "zod";

const Corners = z.tuple([z.number(), z.number(), z.number(), z.number()]);

export const DetectionsFile = z.object({
  boxFormat: z.literal("xyxy"),
  images: z.array(z.object({ id: z.string().min(1), width: z.number().positive(), height: z.number().positive() })),
  groundTruth: z.array(z.object({ image: z.string(), box: Corners, label: z.string().optional() })),
  predictions: z.array(
    z.object({ image: z.string(), box: Corners, score: z.number().min(0).max(1), label: z.string().optional() }),
  ),
});
export type DetectionsFile = z.infer<typeof DetectionsFile>;
