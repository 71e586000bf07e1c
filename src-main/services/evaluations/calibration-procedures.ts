/** @file The procedures for recalibrations, which are kept with the model. */
import type { evaluations } from "../../../src-shared/contract/evaluations";
import { Failure } from "../../../src-shared/domain/failure";
import { insertCalibration, listCalibrations, readCalibration, removeCalibration } from "../../data/store/calibrations";
import { readModel } from "../../data/store/models";
import type { ServiceOf } from "../calls/service-of";
import { requireRun } from "../run-service";
import type { ServiceContext } from "../service-context";
import { fitOnRun } from "./fit-on-run";
import { refuseUnfinished } from "./start-evaluation";

export function calibrationProcedures({
  projects,
  events,
}: Pick<ServiceContext, "projects" | "events">): Pick<
  ServiceOf<typeof evaluations>,
  "calibrate" | "calibrations" | "removeCalibration"
> {
  return {
    calibrate: async ({ runId, ...request }) => {
      const project = projects.require();
      const run = await requireRun(project, runId);
      refuseUnfinished(run, "calibrate on");
      const calibration = await fitOnRun(project, run, request);
      await insertCalibration(project.store, calibration);
      events.publish({ kind: "calibrations-changed", modelId: calibration.modelId });
      return calibration;
    },
    calibrations: async ({ modelId }) => {
      const project = projects.require();
      if (!(await readModel(project.store, modelId))) {
        throw new Failure("not-found", `The project ${project.name} has no model ${modelId}.`);
      }
      return listCalibrations(project.store, modelId);
    },
    removeCalibration: async ({ calibrationId }) => {
      const project = projects.require();
      const calibration = await readCalibration(project.store, calibrationId);
      if (!calibration) {
        throw new Failure("not-found", `The project ${project.name} has no calibration ${calibrationId}.`);
      }
      await removeCalibration(project.store, calibrationId);
      events.publish({ kind: "calibrations-changed", modelId: calibration.modelId });
      return null;
    },
  };
}
