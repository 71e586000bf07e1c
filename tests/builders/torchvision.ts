/** @file torchvision itself as judge and rival, where Debian's python3-torchvision is installed. */
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { MODELS } from "../benchmarks/reference-data";

/** Debian's Python, for which python3-torch and python3-torchvision are made. */
export const PYTHON = "/usr/bin/python3";
const OWN_PROGRAM = fileURLToPath(new URL("time-full-network.py", import.meta.url));
const GRADIENTS_PROGRAM = fileURLToPath(new URL("time-convolution-gradients.py", import.meta.url));
const STEP_PROGRAM = fileURLToPath(new URL("time-training-step.py", import.meta.url));
const GRAD_CAM_PROGRAM = fileURLToPath(new URL("time-grad-cam.py", import.meta.url));

/** Without asking Python, which takes seconds to say so. */
export function hasTorchvision(): boolean {
  return existsSync(PYTHON) && existsSync("/usr/lib/python3/dist-packages/torchvision");
}

/** Seconds of one detection with the compact network; undefined where torchvision is not installed. */
export function timeCompactNetwork(): number | undefined {
  const printed = runPython(join(MODELS, "time_torch.py"), join(MODELS, "compact-frcnn/compact-frcnn.pth"));
  return printed === undefined ? undefined : secondsIn(printed);
}

/** Seconds of one training step of the compact network, batch 2, all layers; undefined where torchvision is not
 * installed. */
export function timeCompactTraining(): number | undefined {
  const printed = runPython(join(MODELS, "time_torch.py"), join(MODELS, "compact-frcnn/compact-frcnn.pth"));
  return printed === undefined
    ? undefined
    : Number(/all layers: (?<seconds>[\d.]+) s/u.exec(printed)?.groups?.["seconds"]);
}

/** CPU seconds of the same step by one thread, which a busy machine hardly changes. */
export function cpuTimeOfCompactTraining(): number | undefined {
  const printed = runPython(STEP_PROGRAM, MODELS);
  return printed === undefined
    ? undefined
    : Number(/step: (?<seconds>[\d.]+) s of CPU/u.exec(printed)?.groups?.["seconds"]);
}

/** Writes the full-size network with random weights into the folder as full.pth; undefined where it cannot be made.
 * `imageFile` is a NumPy file of float32 [3, H, W]. */
export function makeFullNetwork(imageFile: string, folder: string): string | undefined {
  const printed = runPython(join(MODELS, "make_full_checkpoint.py"), imageFile, folder);
  return printed === undefined ? undefined : join(folder, "full.pth");
}

/** Seconds of one detection with the full-size network. */
export function timeFullNetwork(checkpoint: string, imageFile: string): number | undefined {
  const printed = runPython(OWN_PROGRAM, checkpoint, imageFile);
  return printed === undefined ? undefined : secondsIn(printed);
}

/** Seconds of a Grad-CAM of the compact network at each of the layers, detection included, as pytorch-grad-cam makes it;
 * undefined where torchvision is not installed. `imageFile` is a NumPy file of float32 [3, H, W]. */
export function timeGradCam(imageFile: string, layers: readonly string[]): ReadonlyMap<string, number> | undefined {
  const printed = runPython(GRAD_CAM_PROGRAM, MODELS, imageFile, ...layers);
  if (printed === undefined) return undefined;
  const lines = printed.matchAll(/map of (?<layer>\w+): (?<seconds>[\d.]+) s/gu);
  return new Map(Array.from(lines, ({ groups }) => [groups!["layer"]!, Number(groups!["seconds"])]));
}

/** Whatever time-convolution-gradients.py prints of these shapes; undefined where torch is not installed. */
export function timeConvolutionGradients(shapes: readonly object[]): string | undefined {
  return runPython(GRADIENTS_PROGRAM, JSON.stringify(shapes));
}

function secondsIn(printed: string): number {
  return Number(/detect one image: (?<seconds>[\d.]+) s/u.exec(printed)?.groups?.["seconds"]);
}

function runPython(...args: readonly string[]): string | undefined {
  if (!existsSync(PYTHON)) return undefined;
  try {
    const environment = { ...process.env, OMP_NUM_THREADS: String(availableParallelism()) };
    return execFileSync(PYTHON, args, { encoding: "utf8", env: environment });
  } catch (error) {
    console.info("torchvision could not be asked; apt-get install python3-torch python3-torchvision brings it.", error);
    return undefined;
  }
}
