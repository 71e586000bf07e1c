/** @file What a training is proposed to learn from, and how its settings read. */
import { expect, test } from "vitest";
import { describeConfig, differingFields } from "../../../../../src-renderer/panels/training/field-words";
import { runsToCompare, runToRead } from "../../../../../src-renderer/panels/training/runs-to-compare";
import { configOf, firstDraft } from "../../../../../src-renderer/panels/training/training-draft";
import { DatasetId, ModelId, RunId, SplitId } from "../../../../../src-shared/domain/identifiers";
import type { Model } from "../../../../../src-shared/domain/model";
import type { Run } from "../../../../../src-shared/domain/run";
import { NOTEBOOK_RECIPE, type Split } from "../../../../../src-shared/domain/split";
import { buildTrainingConfig } from "../../../../builders/build-training";

test("the usual settings are proposed, with the sides that were drawn together", () => {
  const splits = ["val", "test", "train"].map((name) => buildSplit(name));
  const draft = firstDraft({ models: [buildModel("torchvision"), buildModel("checkpoint")], splits, names: [] });
  expect(draft).toMatchObject({
    modelId: "checkpoint",
    trainSplitId: "train",
    validationSplitId: "val",
    epochs: 5,
    batchSize: 2,
    learningRate: 0.005,
    optimizer: { kind: "sgd", momentum: 0.9, weightDecay: 5e-4 },
    schedule: { kind: "step", everyEpochs: 3, factor: 0.1 },
    augmentation: { horizontalFlip: 0.5, shiftScaleRotate: { rotateDegrees: 10 }, minVisibility: 0.1 },
  });
  expect(configOf(draft)).toBeDefined();
});

test("the model that was added last is proposed, not the one that comes with the program", () => {
  const [shipped, own] = ["shipped", "own"].map((id) => ({ ...buildModel("checkpoint"), id: ModelId.parse(id) }));
  const models = [shipped!, buildModel("torchvision"), own!, buildModel("retinanet")];
  expect(firstDraft({ models, splits: [], names: [] }).modelId).toBe("own");
});

test("a draft without a model that can be trained is not complete", () => {
  const draft = firstDraft({ models: [buildModel("torchvision")], splits: [buildSplit("train")], names: [] });
  expect(draft.modelId).toBeUndefined();
  expect(configOf(draft)).toBeUndefined();
});

test("heads alone are trained with flips alone, and what was set otherwise is there again for the whole network", () => {
  const draft = firstDraft({ models: [buildModel("checkpoint")], splits: ["train", "val"].map(buildSplit), names: [] });
  expect(configOf({ ...draft, scope: "heads" })!.augmentation).toMatchObject({
    horizontalFlip: 0.5,
    shiftScaleRotate: { probability: 0, shift: 0.05 },
    brightnessContrast: { probability: 0 },
    mosaic: 0,
  });
  expect(configOf(draft)!.augmentation.shiftScaleRotate.probability).toBe(0.5);
});

test("weights that are drawn anew all learn, and what was chosen otherwise is there again for a checkpoint's", () => {
  const draft = firstDraft({ models: [buildModel("checkpoint")], splits: ["train", "val"].map(buildSplit), names: [] });
  const chosen = { ...draft, scope: "heads", batchNorm: "frozen", trainableBackboneLayers: 2 } as const;
  expect(configOf({ ...chosen, isFromScratch: true })).toMatchObject({
    scope: "full",
    batchNorm: "training",
    trainableBackboneLayers: 5,
    augmentation: { shiftScaleRotate: { probability: 0.5 } },
  });
  expect(configOf(chosen)).toMatchObject({ scope: "heads", batchNorm: "frozen", trainableBackboneLayers: 2 });
});

test("the sides of a data set that came with names of its own are found by them", () => {
  const splits = ["Train", "Validation"].map((name) => ({ ...buildSplit(name), recipe: undefined }) as Split);
  expect(firstDraft({ models: [], splits, names: [] })).toMatchObject({
    trainSplitId: "Train",
    validationSplitId: "Validation",
  });
});

test("a training is named after the model that was chosen", () => {
  const own = { ...buildModel("checkpoint"), id: ModelId.parse("own"), name: "Own" };
  const models = [own, buildModel("checkpoint")];
  expect(firstDraft({ models, splits: [], names: [], modelId: own.id })).toMatchObject({
    modelId: "own",
    name: "Own, trained",
  });
});

test("a name that is taken gets the next free number", () => {
  const names = ["Compact, trained", "Compact, trained 2"];
  const draft = firstDraft({ models: [buildModel("checkpoint")], splits: [], names });
  expect(draft.name).toBe("Compact, trained 3");
});

test("only the settings that differ are listed, with a gap where one has no meaning", () => {
  const configs = [buildTrainingConfig(), buildTrainingConfig({ learningRate: 0.01, schedule: { kind: "constant" } })];
  expect(differingFields(configs)).toEqual([
    { label: "Learning rate", values: ["0.005", "0.01"] },
    { label: "How the rate falls (schedule)", values: ["StepLR", "Constant"] },
    { label: "Falls every (StepLR step, epochs)", values: ["3", undefined] },
    { label: "Falls by the factor (StepLR gamma)", values: ["0.1", undefined] },
  ]);
  expect(describeConfig(configs[0]!)).toBe("5 epochs, batch 2, SGD 0.005, StepLR, seed 0");
});

test("cases are compared by the newest complete run of each model over the split", () => {
  const split = SplitId.parse("val");
  const runs = [
    buildRun("old", "a", "2026-01-01"),
    buildRun("new", "a", "2026-01-02"),
    buildRun("elsewhere", "b", "2026-01-03", "train"),
  ];
  const pair = runsToCompare(runs, { left: ModelId.parse("a"), right: ModelId.parse("b") }, split);
  expect(pair.left?.id).toBe("new");
  expect(pair.right).toBeUndefined();
});

test("a changed case is read in the made model's run over its split, else in one over all images", () => {
  const [model, split] = [ModelId.parse("a"), SplitId.parse("val")];
  const all = { ...buildRun("all", "a", "2026-01-03"), splitId: undefined } as unknown as Run;
  expect(runToRead([all, buildRun("val", "a", "2026-01-02")], model, split)?.id).toBe("val");
  expect(runToRead([all, buildRun("elsewhere", "a", "2026-01-02", "train")], model, split)?.id).toBe("all");
  expect(runToRead([buildRun("other", "b", "2026-01-02")], model, split)).toBeUndefined();
});

function buildSplit(name: string): Split {
  const id = SplitId.parse(name);
  return { id, datasetId: DatasetId.parse("d"), name, images: 4, patients: 4, recipe: NOTEBOOK_RECIPE };
}

/** What the draft looks at. */
function buildModel(convention: Model["card"]["convention"]): Model {
  return { id: ModelId.parse(convention), name: "Compact", card: { convention } } as Model;
}

function buildRun(id: string, modelId: string, createdAt: string, splitId = "val"): Run {
  return {
    id: RunId.parse(id),
    modelId: ModelId.parse(modelId),
    splitId: SplitId.parse(splitId),
    state: "complete",
    createdAt,
  } as Run;
}
