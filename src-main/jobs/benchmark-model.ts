/** @file The job that times a registered model on one device and compares its answers with the CPU's. */
import { z } from "zod";
import { BenchmarkResult } from "../../src-shared/domain/benchmark";
import { EXECUTION_PROVIDER_NAMES, ExecutionProvider, Precision } from "../../src-shared/domain/device";
import { Failure } from "../../src-shared/domain/failure";
import { ModelId } from "../../src-shared/domain/identifiers";
import { ModelCard } from "../../src-shared/domain/model";
import { insertBenchmark } from "../data/store/benchmarks";
import { measureAgreement } from "../detection/evaluation/measure-agreement";
import type { PreparedInput } from "../detection/preprocessing/prepare-input";
import { benchmarkImages } from "./benchmark-images";
import { cornersOfAnswer } from "./detectors/corners-of-answer";
import type { DetectorAnswer, DetectorSource } from "./detectors/detector";
import { openDetector } from "./detectors/open-detector";
import type { JobContext, JobDefinition } from "./job";
import { measureDetector } from "./measure-detector";
import { reasonOfOrtError } from "./runtime/reason-of-ort-error";
import { whyAbsent } from "./runtime/why-absent";

export const BenchmarkModelInput = z.object({
  modelId: ModelId,
  /** Absolute. */
  modelFile: z.string().min(1),
  card: ModelCard,
  provider: ExecutionProvider,
  precision: Precision,
});
export type BenchmarkModelInput = z.infer<typeof BenchmarkModelInput>;

export const benchmarkModel: JobDefinition<BenchmarkModelInput, BenchmarkResult, BenchmarkResult> = {
  kind: "benchmark-model",
  isOneAtATime: true,
  needsFreshWorker: true,
  input: BenchmarkModelInput,
  output: BenchmarkResult,
  batch: BenchmarkResult,
  run: async (input, context) => {
    const { modelId, provider, precision } = input;
    const result = await measureOrRefuse(input, context);
    const benchmark = { modelId, provider, precision, measuredAt: new Date().toISOString(), result };
    await context.emit(benchmark);
    context.report({ done: STEPS, total: STEPS, note: `measured on ${EXECUTION_PROVIDER_NAMES[provider]}` });
    return benchmark;
  },
  write: insertBenchmark,
};

const STEPS = 4;

type BenchmarkContext = JobContext<BenchmarkResult>;
type Result = BenchmarkResult["result"];

/** What a device cannot do is a result; a file that is gone, or a person who stops the work, is not. */
async function measureOrRefuse(input: BenchmarkModelInput, context: BenchmarkContext): Promise<Result> {
  const absence = await whyAbsent(input.provider);
  if (absence !== undefined) return { outcome: "refused", reason: absence };
  const images = await benchmarkImages(input.card.input, context);
  try {
    return await measure(input, images, context);
  } catch (thrown) {
    if (context.signal.aborted) throw thrown;
    if (!(thrown instanceof Failure)) return { outcome: "refused", reason: reasonOfOrtError(thrown) };
    if (thrown.code !== "unsupported") throw thrown;
    return { outcome: "refused", reason: thrown.message };
  }
}

async function measure(
  input: BenchmarkModelInput,
  images: readonly PreparedInput[],
  context: BenchmarkContext,
): Promise<Result> {
  const { modelFile, card, provider, precision } = input;
  const device = EXECUTION_PROVIDER_NAMES[provider];
  const source = { file: modelFile, name: card.name, card, device: provider, precision };
  context.report({ done: 1, total: STEPS, note: `opening ${card.name} on ${device}` });
  const onRun = (runs: number): void =>
    context.report({
      done: 2,
      total: STEPS,
      note: `timing on ${device}: ${runs === 0 ? "first run" : `${runs} runs`}`,
    });
  const { answers, placement, ...measures } = await measureDetector(source, images, { ...context, onRun });
  const isReference = provider === "cpu" && precision === "single";
  const agreement = isReference ? undefined : await agreementWithCpu(source, { images, answers }, context);
  return {
    outcome: "measured",
    ...measures,
    ...(placement && { placement: { nodes: { ...placement.nodes }, fallenBack: { ...placement.fallenBack } } }),
    ...(agreement && { agreement }),
  };
}

async function agreementWithCpu(
  source: DetectorSource,
  { images, answers }: { readonly images: readonly PreparedInput[]; readonly answers: readonly DetectorAnswer[] },
  context: BenchmarkContext,
) {
  context.report({ done: 3, total: STEPS, note: "comparing with the CPU" });
  const detector = await openDetector({ ...source, device: "cpu", precision: "single" }, context);
  try {
    const pairs: [ReturnType<typeof cornersOfAnswer>, ReturnType<typeof cornersOfAnswer>][] = [];
    for (const [index, answer] of answers.entries()) {
      context.signal.throwIfAborted();
      const expected = await detector.detect(images[index]!);
      const floor = source.card.scoreFloor;
      pairs.push([cornersOfAnswer(answer, floor), cornersOfAnswer(expected, floor)]);
    }
    return { images: pairs.length, ...measureAgreement(pairs) };
  } finally {
    await detector.release();
  }
}
