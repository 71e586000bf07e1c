/** @file Reads in ONNX Runtime's profile which provider computed each node. */
import { z } from "zod";
import { EXECUTION_PROVIDERS, type ExecutionProvider } from "../../../src-shared/domain/device";
import type { NodePlacement } from "./session";

/** ONNX Runtime's own names. */
const PROVIDERS: Readonly<Record<string, ExecutionProvider>> = {
  CPUExecutionProvider: "cpu",
  WebGpuExecutionProvider: "webgpu",
  CUDAExecutionProvider: "cuda",
  TensorrtExecutionProvider: "tensorrt",
  DmlExecutionProvider: "dml",
  CoreMLExecutionProvider: "coreml",
};

/** One entry of the profile; only those of a kernel's run name a provider. */
const ProfileEvent = z.object({
  name: z.string(),
  args: z.object({ provider: z.string(), op_name: z.string(), node_index: z.string() }).optional().catch(undefined),
});

/** Each node counts once, however often it ran. `profile` is the text of the file that a session wrote.
 * @throws {ZodError | SyntaxError} when it is none. */
export function placementFromProfile(profile: string, asked: ExecutionProvider): NodePlacement {
  const events = z.array(ProfileEvent).parse(JSON.parse(profile));
  const seen = new Set<string>();
  const nodes: Partial<Record<ExecutionProvider, number>> = {};
  const fallenBack: Record<string, number> = {};
  for (const { name, args } of events) {
    const provider = args && PROVIDERS[args.provider];
    const key = `${args?.node_index} ${name}`;
    if (!provider || !name.endsWith("_kernel_time") || seen.has(key)) continue;
    seen.add(key);
    nodes[provider] = (nodes[provider] ?? 0) + 1;
    if (provider === "cpu" && asked !== "cpu") fallenBack[args.op_name] = (fallenBack[args.op_name] ?? 0) + 1;
  }
  return { nodes, fallenBack };
}

/** Of a model that runs in parts; undefined where no part told. */
export function sumOfPlacements(parts: readonly (NodePlacement | undefined)[]): NodePlacement | undefined {
  const told = parts.filter((part) => part !== undefined);
  if (told.length === 0) return undefined;
  const nodes: Partial<Record<ExecutionProvider, number>> = {};
  const fallenBack: Record<string, number> = {};
  for (const part of told) {
    for (const provider of EXECUTION_PROVIDERS) {
      const count = part.nodes[provider];
      if (count !== undefined) nodes[provider] = (nodes[provider] ?? 0) + count;
    }
    for (const [operator, count] of Object.entries(part.fallenBack)) {
      fallenBack[operator] = (fallenBack[operator] ?? 0) + count;
    }
  }
  return { nodes, fallenBack };
}
