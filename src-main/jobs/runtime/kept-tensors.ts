/** @file Tensors that stay on the device between two runs, so that weights and activations need not cross to the processor
 * and back at every step of a training. ONNX Runtime's binding for Node keeps those of WebGPU alone.
 *
 * They lie in memory of the session that answered them: read or release them before it is released, or the process ends. */
import type { Tensor } from "onnxruntime-node";
import type { ExecutionProvider } from "../../../src-shared/domain/device";
import { Failure } from "../../../src-shared/domain/failure";
import type { KeptAnswer, KeptTensor, SessionInput } from "./session";

/** The library's own tensors behind those that were not released. */
const tensors = new WeakMap<KeptTensor, Tensor>();

/** Whether the provider's answers can stay where they are. */
export function keepsTensors(provider: ExecutionProvider): boolean {
  return provider === "webgpu";
}

/** `tensor` is one on the device, from now on this one's to release. */
export function keep(tensor: Tensor): KeptTensor {
  const kept: KeptTensor = {
    type: tensor.type,
    shape: tensor.dims,
    release: () => {
      if (tensors.delete(kept)) tensor.dispose();
    },
  };
  tensors.set(kept, tensor);
  return kept;
}

export function isKept(value: SessionInput): value is KeptTensor {
  return !("data" in value);
}

/** @throws {Failure} `internal` for a tensor that was released. */
export function tensorOf(kept: KeptTensor): Tensor {
  const tensor = tensors.get(kept);
  if (!tensor) throw new Failure("internal", `A tensor of [${kept.shape.join(", ")}] was released before it was used.`);
  return tensor;
}

export function releaseKept(kept: KeptAnswer["kept"]): void {
  for (const tensor of Object.values(kept)) tensor.release();
}
