/** @file What a sweep would be: its trainings and what they learn from, or one sentence that says why it cannot be. */
import { resolve } from "node:path";
import { Failure } from "../../../src-shared/domain/failure";
import type { SweepConfig, SweepMember } from "../../../src-shared/domain/sweep";
import { listSweeps } from "../../data/store/sweeps";
import { listTrainings } from "../../data/store/trainings";
import { configAtPoint, sweepPoints } from "../../detection/training/sweep-points";
import { requireTrainable } from "../../jobs/trainings/require-trainable";
import type { OpenProject } from "../projects/open-project";
import { planTraining, type PlannedTraining } from "./plan-training";

export interface PlannedSweep {
  /** Of its first training; model and data are the same for all. */
  readonly first: PlannedTraining;
  readonly members: readonly Pick<SweepMember, "name" | "point">[];
  readonly stepsTotal: number;
}

/** @throws {Failure} as `planTraining` for any of its trainings; `invalid-input` for a search that cannot be;
 * `conflict` for a name that a sweep or a training has already */
export async function planSweep(project: OpenProject, config: SweepConfig): Promise<PlannedSweep> {
  const members = sweepPoints(config).map((point, index) => ({ name: `${config.name} ${index + 1}`, point }));
  await refuseNames(project, config.name, new Set(members.map(({ name }) => name)));
  const configs = members.map(({ name, point }) => configAtPoint(config, name, point));
  const first = await planTraining(project, configs[0]!);
  const { model } = first;
  const file = resolve(project.folder, model.file);
  for (const other of configs.slice(1)) await requireTrainable({ file, card: model.card }, other);
  return { first, members, stepsTotal: members.length * first.stepsPerEpoch * config.base.epochs };
}

async function refuseNames({ store }: OpenProject, name: string, names: ReadonlySet<string>): Promise<void> {
  if ((await listSweeps(store)).some((sweep) => sweep.name === name)) {
    throw new Failure("conflict", `This project has a sweep named ${name} already; a name of its own was expected.`);
  }
  const taken = (await listTrainings(store)).find((training) => names.has(training.name));
  if (!taken) return;
  const sentence = `This project has a training named ${taken.name} already, as one of this sweep's would be; another name was expected.`;
  throw new Failure("conflict", sentence);
}
