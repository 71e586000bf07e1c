/** @file A device that would compute a network wrongly does not train it: it is known before the first step. */
import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { ortSessions } from "../../../../../src-main/jobs/runtime/ort-sessions";
import type { SessionFactory } from "../../../../../src-main/jobs/runtime/session";
import { openTrainer } from "../../../../../src-main/jobs/trainers/open-trainer";
import type { Trainer } from "../../../../../src-main/jobs/trainers/trainer";
import type { DeviceChoice } from "../../../../../src-shared/domain/device";
import { writeSmallCheckpoint } from "../../../../builders/build-checkpoint";
import { buildFolder } from "../../../../builders/build-store";
import { PLAIN_SETTINGS } from "../../../../builders/open-plain-trainer";
import { SMALL_CARD } from "../../../../builders/open-small-trainer";
import { recordingLog } from "../../../../builders/recording-log";

/** Twenty channels in two groups of ten, of which fours reach over the border. */
const WRONG_ON_WEBGPU = { widths: [20, 16, 16, 16], groups: 2 };
const REASON = /ONNX Runtime computes its convolution .*layer1.* wrongly there\.$/;

async function open(device: DeviceChoice, sessions: SessionFactory): Promise<Trainer> {
  const file = path.join(buildFolder(), "small.pth");
  await writeSmallCheckpoint(file, WRONG_ON_WEBGPU);
  const source = { file, card: SMALL_CARD, device, precision: "single" } as const;
  return openTrainer(source, PLAIN_SETTINGS, { sessions, log: recordingLog() });
}

test("WebGPU is refused where it is asked for, and the convolution is named", async () => {
  await expect(open("webgpu", ortSessions({ log: recordingLog() }))).rejects.toThrow(REASON);
});

test("of several devices the next one trains it", async () => {
  const refusals: unknown[] = [];
  const inOrder: SessionFactory = {
    choose: async (_, __, openOn) => {
      await openOn("webgpu").catch((refusal: unknown) => refusals.push(refusal));
      return { opened: await openOn("cpu"), provider: "cpu", passedOver: [] };
    },
  };
  const trainer = await open("auto", inOrder);
  onTestFinished(() => trainer.release());
  expect(refusals).toEqual([expect.objectContaining({ message: expect.stringMatching(REASON) })]);
  expect(trainer.provider).toBe("cpu");
});
