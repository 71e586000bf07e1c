/** @file Queues the work on figures: the evaluation of a run, and the comparison of two. */
import { randomUUID } from "node:crypto";
import { Failure } from "../../../src-shared/domain/failure";
import { EvaluationId, type JobId } from "../../../src-shared/domain/identifiers";
import type { Run } from "../../../src-shared/domain/run";
import type { CompareRunsInput } from "../../jobs/compare-runs";
import type { EvaluateInput } from "../../jobs/evaluate";
import type { OpenProject } from "../projects/open-project";
import type { ServiceContext } from "../service-context";

type EvaluationRequest = Omit<EvaluateInput, "runId" | "evaluationId">;

/** The defaults of the contract, for an evaluation that nobody asked for. */
const DEFAULT_REQUEST: EvaluationRequest = { iouThreshold: 0.5, resamples: 1000, seed: 0 };

/** @throws {Failure} `conflict` while the run is being computed: its figures would be those of a part. */
export async function startEvaluation(
  { jobs }: Pick<ServiceContext, "jobs">,
  project: OpenProject,
  run: Run,
  request: EvaluationRequest = DEFAULT_REQUEST,
): Promise<{ jobId: JobId; evaluationId: EvaluationId }> {
  refuseUnfinished(run, "evaluate");
  const evaluationId = EvaluationId.parse(randomUUID());
  const jobId = await jobs.start(project, {
    kind: "evaluate",
    title: `Evaluate ${run.name}`,
    input: { runId: run.id, evaluationId, ...request },
    subject: evaluationId,
  });
  return { jobId, evaluationId };
}

/** @throws {Failure} `conflict` while one of the two is being computed. */
export async function startComparison(
  { jobs }: Pick<ServiceContext, "jobs">,
  project: OpenProject,
  runs: { readonly left: Run; readonly right: Run },
  input: CompareRunsInput,
): Promise<{ jobId: JobId }> {
  const { left, right } = runs;
  if (left.id === right.id) {
    throw new Failure("invalid-input", `${left.name} stands on both sides; two different runs were expected.`);
  }
  refuseUnfinished(left, "compare");
  refuseUnfinished(right, "compare");
  const jobId = await jobs.start(project, {
    kind: "compare-runs",
    title: `Compare ${left.name} with ${right.name}`,
    input,
    subject: `${left.id} ${right.id}`,
  });
  return { jobId };
}

/** @throws {Failure} `conflict` */
export function refuseUnfinished(run: Run, verb: string): void {
  if (run.state !== "running") return;
  throw new Failure("conflict", `The run ${run.name} is still being computed; ${verb} it when it has ended.`);
}
