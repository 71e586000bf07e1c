/** @file A named part of a data set, for example train or val. */
import { z } from "zod";
import { DatasetId, SplitId } from "./identifiers";

export const Split = z.object({
  id: SplitId,
  datasetId: DatasetId,
  name: z.string().min(1),
  images: z.int().nonnegative(),
  patients: z.int().nonnegative(),
});
export type Split = z.infer<typeof Split>;
