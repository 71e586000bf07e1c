/** @file The sentences for the error texts of ONNX Runtime. */
import { expect, test } from "vitest";
import { reasonOfOrtError } from "../../../../../src-main/jobs/runtime/reason-of-ort-error";

// The texts are what onnxruntime-node 1.30.0 threw on Debian 12 without a graphics card.
test.each([
  ["OrtSessionOptionsAppendExecutionProvider_Cuda: Failed to load shared library", "Its libraries are not installed."],
  [
    "/onnxruntime_src/onnxruntime/core/providers/webgpu/webgpu_context.cc:136 onnxruntime::webgpu::WebGpuContext::Initialize(const onnxruntime::webgpu::WebGpuContextConfig&)::<lambda()> adapter_result.status == wgpu::RequestAdapterStatus::Success was false. Failed to get a WebGPU adapter: No supported adapters\n\n",
    "No graphics adapter was found that it can use.",
  ],
  [
    "Load model from /work/README.md failed:Protobuf parsing failed.",
    "It is not a whole ONNX file (its protobuf structure cannot be parsed).",
  ],
])("%j reads as %j", (text, sentence) => {
  expect(reasonOfOrtError(new Error(text))).toBe(sentence);
});

test("an unknown text is passed on in one line that ends as a sentence", () => {
  expect(reasonOfOrtError(new Error("Something new\nwith details"))).toBe("ONNX Runtime says: Something new.");
});
