/** @file The job that tries one execution provider; each is tried in a job of its own, since a driver may crash. */
import { z } from "zod";
import { ExecutionProvider } from "../../src-shared/domain/device";
import type { JobDefinition } from "./job";
import { tryProvider } from "./runtime/try-provider";

const ProbeInput = z.object({ provider: ExecutionProvider });
type ProbeInput = z.infer<typeof ProbeInput>;

const ProbeOutput = z.discriminatedUnion("works", [
  z.object({ works: z.literal(true), trialMs: z.number().nonnegative() }),
  z.object({ works: z.literal(false), reason: z.string() }),
]);
type ProbeOutput = z.infer<typeof ProbeOutput>;

export const probeDevice: JobDefinition<ProbeInput, ProbeOutput, never> = {
  kind: "probe-devices",
  input: ProbeInput,
  output: ProbeOutput,
  batch: z.never(),
  run: async ({ provider }) => tryProvider(provider),
  write: async () => {},
};
