/** @file The small network that execution providers are tried with, its input and its answer.
 *
 * Two 3 × 3 convolutions of 32 channels on 128 × 128 pixels, 0.3 × 10⁹ multiplications: some milliseconds on a CPU, well
 * under one on a graphics card, seconds on a software renderer. tests/builders/build-trial-model.ts writes the same
 * bytes and works out the answer in plain loops. */
import type { TensorValue } from "./session";

const SIZE_PX = 128;

export function trialInput(): { readonly image: TensorValue } {
  const data = Float32Array.from({ length: 3 * SIZE_PX * SIZE_PX }, (_, index) => ((index * 31) % 97) / 97);
  return { image: { type: "float32", shape: [1, 3, SIZE_PX, SIZE_PX], data } };
}

/** Output `means` [1, 32]. */
export const TRIAL_ANSWER: readonly number[] = [
  0.145864, 0.138473, 0.134252, 0.128935, 0.116348, 0.10867, 0.114046, 0.129787, 0.149825, 0.167523, 0.166861, 0.157146,
  0.147689, 0.140386, 0.133948, 0.131569, 0.119201, 0.109498, 0.111939, 0.125194, 0.144151, 0.165443, 0.167523,
  0.160142, 0.150154, 0.141545, 0.135695, 0.133667, 0.121489, 0.111708, 0.10984, 0.120931,
];

/** Float32 comes within 1e-6; half precision, which some providers compute in, within 1e-3. */
export const TRIAL_TOLERANCE = 2e-3;

export function trialModel(): Uint8Array {
  return Buffer.from(TRIAL_MODEL_BASE64, "base64");
}

const TRIAL_MODEL_BASE64 =
  "CAg6qAcKLAoEemVybwoKZmlyc3RDb3VudAoDb25lEgxmaXJzdE51bWJlcnMiBVJhbmdlCiYKDGZpcnN0TnVtYmVycwoEaGFsZhILZmlyc3RB" +
  "bmdsZXMiA011bAoeCgtmaXJzdEFuZ2xlcxIKZmlyc3RTaW5lcyIDU2luCioKCmZpcnN0U2luZXMKCmZpcnN0U2NhbGUSC2ZpcnN0U2NhbGVk" +
  "IgNNdWwKMAoLZmlyc3RTY2FsZWQKCmZpcnN0U2hhcGUSDGZpcnN0V2VpZ2h0cyIHUmVzaGFwZQouCgR6ZXJvCgtzZWNvbmRDb3VudAoDb25l" +
  "Eg1zZWNvbmROdW1iZXJzIgVSYW5nZQooCg1zZWNvbmROdW1iZXJzCgRoYWxmEgxzZWNvbmRBbmdsZXMiA011bAogCgxzZWNvbmRBbmdsZXMS" +
  "C3NlY29uZFNpbmVzIgNTaW4KLQoLc2Vjb25kU2luZXMKC3NlY29uZFNjYWxlEgxzZWNvbmRTY2FsZWQiA011bAozCgxzZWNvbmRTY2FsZWQK" +
  "C3NlY29uZFNoYXBlEg1zZWNvbmRXZWlnaHRzIgdSZXNoYXBlCjIKBWltYWdlCgxmaXJzdFdlaWdodHMSAmMxIgRDb252KhEKBHBhZHNAAUAB" +
  "QAFAAaABBwoOCgJjMRICcjEiBFJlbHUKMAoCcjEKDXNlY29uZFdlaWdodHMSAmMyIgRDb252KhEKBHBhZHNAAUABQAFAAaABBwoOCgJjMhIC" +
  "cjIiBFJlbHUKNwoCcjISBW1lYW5zIgpSZWR1Y2VNZWFuKg0KBGF4ZXNAAkADoAEHKg8KCGtlZXBkaW1zGACgAQISBWdyYXBoKg4QAUIEemVy" +
  "b0oEAAAAACoNEAFCA29uZUoEAACAPyoOEAFCBGhhbGZKBAAAAD8qFBABQgpmaXJzdENvdW50SgQAAFhEKhUQAUILc2Vjb25kQ291bnRKBAAA" +
  "EEYqFBABQgpmaXJzdFNjYWxlSgQAAIA+KhUQAUILc2Vjb25kU2NhbGVKBAAAgD0qMggEEAdCCmZpcnN0U2hhcGVKICAAAAAAAAAAAwAAAAAA" +
  "AAADAAAAAAAAAAMAAAAAAAAAKjMIBBAHQgtzZWNvbmRTaGFwZUogIAAAAAAAAAAgAAAAAAAAAAMAAAAAAAAAAwAAAAAAAABaIQoFaW1hZ2US" +
  "GAoWCAESEgoCCAEKAggDCgMIgAEKAwiAAWIXCgVtZWFucxIOCgwIARIICgIIAQoCCCBCBAoAEA0=";
