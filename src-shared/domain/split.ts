/** @file A named part of a data set, for example train or val, and the recipe by which parts are drawn. */
import { z } from "zod";
import { DatasetId, SplitId } from "./identifiers";

/** Whom a split is drawn from: patients with at least one reference box, or every patient. */
export const SPLIT_POPULATIONS = ["positives", "all"] as const;
export const SplitPopulation = z.enum(SPLIT_POPULATIONS);
export type SplitPopulation = z.infer<typeof SplitPopulation>;

export const SPLIT_SIDES = ["train", "validation", "test"] as const;
export type SplitSide = (typeof SPLIT_SIDES)[number];

/** The highest seed that NumPy's RandomState takes. */
export const HIGHEST_SEED = 2 ** 32 - 1;

const Share = z.number().min(0).lt(1);
const SideName = z.string().trim().min(1).max(80);

/** How train, validation and test are drawn by patient; the train side is what the two fractions leave. A side with
 * the fraction 0 is not made. */
export const SplitRecipe = z.object({
  seed: z.int().min(0).max(HIGHEST_SEED),
  population: SplitPopulation,
  validationFraction: Share,
  testFraction: Share,
  names: z.object({ train: SideName, validation: SideName, test: SideName }),
});
export type SplitRecipe = z.infer<typeof SplitRecipe>;

export const Split = z.object({
  id: SplitId,
  datasetId: DatasetId,
  name: z.string().min(1),
  images: z.int().nonnegative(),
  patients: z.int().nonnegative(),
  /** How it was drawn; absent for a split that came with its data set. Splits of one recipe were drawn together. */
  recipe: SplitRecipe.optional(),
});
export type Split = z.infer<typeof Split>;

/** The notebook's 70 / 15 / 15 of the positive patients. */
export const NOTEBOOK_RECIPE: SplitRecipe = {
  seed: 42,
  population: "positives",
  validationFraction: 0.15,
  testFraction: 0.15,
  names: { train: "train", validation: "val", test: "test" },
};
