/** @file How many trained numbers a network has: weights and biases, not running statistics. */
import type { DetectorArchitecture } from "./architecture";
import { expectedParameters } from "./expected-parameters";

/** Scales and shifts of norms count, frozen or not. */
export function countParameters(architecture: DetectorArchitecture): number {
  let count = 0;
  for (const [name, shape] of expectedParameters(architecture)) {
    if (/\.(weight|bias)$/.test(name)) count += shape.reduce((product, size) => product * size, 1);
  }
  return count;
}
