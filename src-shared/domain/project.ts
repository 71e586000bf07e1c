/** @file A project: a folder that the person picked, holding the database and everything that can be computed again. */
import { z } from "zod";
import { ImportCounts } from "./dataset";

export const Project = z.object({
  /** Absolute path of the folder. */
  path: z.string().min(1),
  name: z.string().min(1),
  createdAt: z.iso.datetime(),
  counts: ImportCounts,
});
export type Project = z.infer<typeof Project>;

export const RecentProject = z.object({
  path: z.string().min(1),
  name: z.string().min(1),
  openedAt: z.iso.datetime(),
  /** False where the folder is not there at present (a drive that is not plugged in). */
  exists: z.boolean(),
});
export type RecentProject = z.infer<typeof RecentProject>;
