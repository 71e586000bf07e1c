/** @file What a reader says of an error: whether the model or the label is wrong. */
import { z } from "zod";
import { InstanceId, RunId } from "./identifiers";

export const VERDICTS = ["model-wrong", "label-wrong", "unclear"] as const;
export const VerdictKind = z.enum(VERDICTS);
export type VerdictKind = z.infer<typeof VerdictKind>;

/** The present state of one finding; kept as appended events. `subject` is a detection's or an annotation's identifier. */
export const Verdict = z.object({
  runId: RunId,
  instanceId: InstanceId,
  subject: z.string().min(1),
  /** Null: none, or taken back. */
  verdict: VerdictKind.nullable(),
  /** Free words, sorted, each once. */
  tags: z.array(z.string().trim().min(1).max(40)).max(12),
});
export type Verdict = z.infer<typeof Verdict>;
