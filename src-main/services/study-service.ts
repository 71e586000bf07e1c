/** @file The topic `studies`: the worklist, one image with all that is known of it, and moved files. */
import { existsSync } from "node:fs";
import type { studies } from "../../src-shared/contract/studies";
import { Failure } from "../../src-shared/domain/failure";
import type { InstanceId } from "../../src-shared/domain/identifiers";
import { describeLocation, type FileLocation } from "../../src-shared/domain/instance";
import { readLocation } from "../data/dicom/read-location";
import { readTags } from "../data/dicom/tags";
import { readRun, readRunDetections } from "../data/store/runs";
import { listWorklist, readInstance, readStudyDetail } from "../data/store/studies";
import type { ServiceOf } from "./calls/service-of";
import { findCases } from "./evaluations/case-finder";
import { relinkFiles } from "./files/relink-files";
import type { OpenProject } from "./projects/open-project";
import type { ServiceContext } from "./service-context";

export function studyService({
  projects,
  events,
}: Pick<ServiceContext, "projects" | "events">): ServiceOf<typeof studies> {
  return {
    list: async ({ cases, ...query }) => {
      const project = projects.require();
      const instanceNumbers = cases && (await findCases(project, cases));
      return listWorklist(project.store, { ...query, instanceNumbers });
    },
    detail: async ({ instanceId }) => {
      const project = projects.require();
      const detail = await readStudyDetail(project.store, instanceId);
      if (!detail) throw unknownImage(project, instanceId);
      return { ...detail, isFilePresent: isPresent(detail.instance.location) };
    },
    tags: async ({ instanceId }) => {
      const project = projects.require();
      const instance = await readInstance(project.store, instanceId);
      if (!instance) throw unknownImage(project, instanceId);
      return [...readTags(await readLocation(instance.location), describeLocation(instance.location))];
    },
    relink: async ({ folder }, signal) => {
      const result = await relinkFiles(projects.require().store, folder, signal);
      if (result.relinked > 0) events.publish({ kind: "instances-changed" });
      return result;
    },
    detections: async ({ instanceId, runId }) => {
      const { store } = projects.require();
      if (!(await readRun(store, runId))) throw new Failure("not-found", `The project has no run ${runId}.`);
      const detections = await readRunDetections(store, runId, instanceId);
      return detections.map(({ id, box: { x1, y1, x2, y2 }, score, label }) => ({ id, x1, y1, x2, y2, score, label }));
    },
  };
}

function isPresent(location: FileLocation): boolean {
  return existsSync(location.kind === "file" ? location.path : location.archive);
}

function unknownImage(project: OpenProject, instanceId: InstanceId): Failure {
  return new Failure("not-found", `The project ${project.name} has no image ${instanceId}.`);
}
