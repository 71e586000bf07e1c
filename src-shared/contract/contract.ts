/** @file Every procedure between front end and back end, one table. */
import { application } from "./application";
import { datasets } from "./datasets";
import { evaluations } from "./evaluations";
import { explanations } from "./explanations";
import { jobs } from "./jobs";
import { models } from "./models";
import { projects } from "./projects";
import { runs } from "./runs";
import { studies } from "./studies";
import { sweeps } from "./sweeps";
import { training } from "./training";

export const contract = {
  application,
  projects,
  studies,
  datasets,
  models,
  runs,
  evaluations,
  explanations,
  training,
  sweeps,
  jobs,
};
export type Contract = typeof contract;
