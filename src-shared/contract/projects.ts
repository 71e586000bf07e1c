/** @file Opening, making and closing projects; one is open at a time. */
import { z } from "zod";
import { Project, RecentProject } from "../domain/project";
import { procedure } from "./procedure";

const Path = z.string().trim().min(1);

export const projects = {
  current: procedure.output(Project.nullable()),
  recent: procedure.output(z.array(RecentProject)),
  open: procedure.input(z.object({ path: Path })).output(Project),
  /** Refuses a folder that already holds a project or other files. */
  create: procedure.input(z.object({ path: Path, name: z.string().trim().min(1).optional() })).output(Project),
  /** Opens the shipped radiographs; the first time it imports, detects and evaluates them as jobs. */
  openSample: procedure.output(Project),
  close: procedure.output(z.null()),
  forget: procedure.input(z.object({ path: Path })).output(z.null()),
};
