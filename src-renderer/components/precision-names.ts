/** @file The precisions of a run as people call them. */
import type { Precision } from "../../src-shared/domain/device";

export const PRECISION_NAMES = { single: "Single", half: "Half" } as const satisfies Record<Precision, string>;
