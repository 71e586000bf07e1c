/** @file Queues the work on heat maps that nobody waits for: checks, D-RISE, and the maps of a whole run. */
import { MAP_METHOD_NAMES } from "../../../src-shared/domain/explanation";
import type { JobId } from "../../../src-shared/domain/identifiers";
import type { Run } from "../../../src-shared/domain/run";
import type { ExamineMapInput } from "../../jobs/examine-map";
import type { ExplainRunInput } from "../../jobs/explain-run";
import { refuseUnfinished } from "../evaluations/start-evaluation";
import { ruledOutSoon } from "../models/ruled-out-soon";
import type { OpenProject } from "../projects/open-project";
import type { ServiceContext } from "../service-context";

type QueueContext = Pick<ServiceContext, "jobs" | "devices">;
/** What the person asks for, without the places that follow from the project. */
type Asked<Input> = Omit<Input, "runId" | "projectFolder" | "ruledOut">;

/** Queues D-RISE, or the checks of one map. */
export async function queueExamination(
  { jobs, devices }: QueueContext,
  project: OpenProject,
  run: Run,
  request: Asked<ExamineMapInput>,
): Promise<{ jobId: JobId }> {
  const { method, layer } = request;
  const name = MAP_METHOD_NAMES[method];
  const jobId = await jobs.start(project, {
    kind: "examine-map",
    title: method === "d-rise" ? `${name} map of ${run.name}` : `Check of ${run.name}: ${name} at ${layer}`,
    input: await inputOf(devices, project, run, request),
    subject: run.id,
  });
  return { jobId };
}

/** @throws {Failure} `conflict` while the run is being computed: its errors would be those of a part. */
export async function queueMapsOfRun(
  { jobs, devices }: QueueContext,
  project: OpenProject,
  run: Run,
  request: Asked<ExplainRunInput>,
): Promise<{ jobId: JobId }> {
  refuseUnfinished(run, "explain");
  const jobId = await jobs.start(project, {
    kind: "explain-run",
    title: `Maps of ${run.name}: ${MAP_METHOD_NAMES[request.method]} at ${request.layer}`,
    input: await inputOf(devices, project, run, request),
    subject: run.id,
  });
  return { jobId };
}

async function inputOf<Request extends Asked<ExplainRunInput> | Asked<ExamineMapInput>>(
  devices: ServiceContext["devices"],
  { folder }: OpenProject,
  { id: runId }: Run,
  request: Request,
) {
  return { ...request, runId, projectFolder: folder, ruledOut: await ruledOutSoon(devices, request.device) };
}
