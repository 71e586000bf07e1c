/** @file Checks how a device is chosen for a model of any number of sessions. */
import { expect, test } from "vitest";
import { ortSessions } from "../../../../../src-main/jobs/runtime/ort-sessions";
import type { ExecutionProvider } from "../../../../../src-shared/domain/device";
import { Failure } from "../../../../../src-shared/domain/failure";
import { recordingLog } from "../../../../builders/recording-log";

/** As a probe in another process leaves it, so that nothing is tried here. */
const ruledOut = (["cuda", "dml", "coreml", "webgpu"] as const).map((provider) => ({ provider, reason: "Absent." }));
const model = { name: "detector.onnx", ruledOut };

test("the model's sessions are opened by its own opener, on the device of the order that is left", async () => {
  const tried: ExecutionProvider[] = [];
  const placed = await ortSessions({ log: recordingLog() }).choose("auto", model, async (provider) => {
    tried.push(provider);
    return ["one session", "another"];
  });
  expect(placed).toEqual({ opened: ["one session", "another"], provider: "cpu", passedOver: ruledOut });
  expect(tried).toEqual(["cpu"]);
});

test("what the library refuses becomes a sentence with the model's name", async () => {
  const { choose } = ortSessions({ log: recordingLog() });
  const refuse = async (): Promise<never> => {
    throw new Error("Protobuf parsing failed.");
  };
  await expect(choose("auto", model, refuse)).rejects.toMatchObject({
    code: "unsupported",
    message: expect.stringMatching(/^detector\.onnx is no model that ONNX Runtime can open: it is not a whole ONNX/),
  });
  await expect(choose("cuda", model, refuse)).rejects.toMatchObject({
    message: expect.stringMatching(/^detector\.onnx cannot run on CUDA, which was asked for: /),
  });
});

test("a failure that blames the model is told as it is, and no other device is tried", async () => {
  const failure = new Failure("unsupported", "weights.pth holds NaN.");
  const fail = async (): Promise<never> => {
    throw failure;
  };
  const { choose } = ortSessions({ log: recordingLog() });
  await expect(choose("auto", model, fail)).rejects.toBe(failure);
  await expect(choose("webgpu", model, fail)).rejects.toBe(failure);
});
