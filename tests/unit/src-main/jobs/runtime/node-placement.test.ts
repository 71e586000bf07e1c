/** @file Checks what is read in a profile, and that a session leaves none behind. */
import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { expect, onTestFinished, test } from "vitest";
import { placementFromProfile, sumOfPlacements } from "../../../../../src-main/jobs/runtime/node-placement";
import { openSession } from "../../../../../src-main/jobs/runtime/open-session";
import { trialInput, trialModel } from "../../../../../src-main/jobs/runtime/trial-model";

function kernelRun(name: string, provider: string, operator: string, index: number) {
  return { cat: "Node", name, args: { provider, op_name: operator, node_index: String(index) } };
}

/** As ONNX Runtime 1.30 writes it, shortened; the convolution runs twice. */
const profile = JSON.stringify([
  { cat: "Session", name: "model_loading_array", args: {} },
  kernelRun("conv_kernel_time", "WebGpuExecutionProvider", "Conv", 1),
  kernelRun("conv_kernel_time", "WebGpuExecutionProvider", "Conv", 1),
  kernelRun("align_kernel_time", "CPUExecutionProvider", "RoiAlign", 2),
  kernelRun("second_kernel_time", "CPUExecutionProvider", "RoiAlign", 3),
  { cat: "Session", name: "model_run", args: {} },
]);

test("each node counts once, and what the device left to the CPU is named", () => {
  const placement = placementFromProfile(profile, "webgpu");
  expect(placement).toEqual({ nodes: { webgpu: 1, cpu: 2 }, fallenBack: { RoiAlign: 2 } });
});

test("on the CPU nothing falls back", () => {
  expect(placementFromProfile(profile, "cpu").fallenBack).toEqual({});
});

test("parts of a model are added up, and a part that does not tell is left out", () => {
  const part = placementFromProfile(profile, "webgpu");
  expect(sumOfPlacements([part, undefined, part])).toEqual({
    nodes: { webgpu: 2, cpu: 4 },
    fallenBack: { RoiAlign: 4 },
  });
  expect(sumOfPlacements([undefined])).toBeUndefined();
});

const profiles = async (): Promise<readonly string[]> =>
  (await readdir(tmpdir())).filter((name) => name.startsWith("overread-profile-"));

test("a recorded session tells its nodes once and leaves no file, asked or not", async () => {
  const before = await profiles();
  const session = await openSession(trialModel(), "cpu", { isRecorded: true });
  await session.run(trialInput());
  const placement = await session.takePlacement();
  expect(placement!.nodes.cpu).toBeGreaterThan(0);
  expect(await session.takePlacement()).toBeUndefined();
  await session.release();

  const unasked = await openSession(trialModel(), "cpu", { isRecorded: true });
  await unasked.release();
  await expect(openSession(new Uint8Array([1, 2, 3]), "cpu", { isRecorded: true })).rejects.toThrow(/protobuf/i);
  const left = (await profiles()).filter((name) => !before.includes(name) && existsSync(`${tmpdir()}/${name}`));
  expect(left).toEqual([]);
});

test("an ordinary session records nothing", async () => {
  const session = await openSession(trialModel(), "cpu");
  onTestFinished(() => session.release());
  await session.run(trialInput());
  expect(await session.takePlacement()).toBeUndefined();
});
