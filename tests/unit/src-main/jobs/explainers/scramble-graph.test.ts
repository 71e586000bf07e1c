/** @file Checks that weights of imported graphs are drawn anew from the output down. */
import { expect, onTestFinished, test } from "vitest";
import { buildYolo, YOLO, openExplained, INPUT } from "../../../../builders/explained-graphs";

test("weights are drawn anew from the output down, and candidates keep their places", async () => {
  const explainer = await openExplained(buildYolo(), YOLO);
  expect(explainer.parts).toEqual(["heads", "conv_1"]);
  const look = await explainer.look(INPUT);
  const heads = await explainer.scrambled("heads", 7);
  onTestFinished(() => heads.release());
  const pinned = await heads.look(INPUT, { pinnedTo: look });
  expect(pinned.candidates.boxes.length).toBe(look.candidates.boxes.length);
  expect([...pinned.candidates.scores]).not.toEqual([...look.candidates.scores]);
  const viewOf = async (of: typeof look) => (await of.gradients([5], ["conv_1"])).get("conv_1")!;
  const [before, after] = [await viewOf(look), await viewOf(pinned)];
  // The head alone has other weights.
  expect(after.activation).toEqual(before.activation);
  expect(after.gradient).not.toEqual(before.gradient);
  const whole = await explainer.scrambled("conv_1", 7);
  onTestFinished(() => whole.release());
  expect((await viewOf(await whole.look(INPUT, { pinnedTo: look }))).activation).not.toEqual(before.activation);
});

test("the same seed draws the same weights, and a part that is none is refused", async () => {
  const explainer = await openExplained(buildYolo(), YOLO);
  const look = await explainer.look(INPUT);
  const scores = async (seed: number) => {
    const scrambled = await explainer.scrambled("heads", seed);
    onTestFinished(() => scrambled.release());
    return [...(await scrambled.look(INPUT, { pinnedTo: look })).candidates.scores];
  };
  expect(await scores(3)).toEqual(await scores(3));
  expect(await scores(3)).not.toEqual(await scores(4));
  await expect(explainer.scrambled("layer4", 3)).rejects.toMatchObject({ code: "invalid-input" });
});
