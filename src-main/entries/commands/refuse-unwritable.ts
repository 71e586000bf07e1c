/** @file Refuses a place to write to before the work begins, instead of after it. */
import { existsSync } from "node:fs";
import { dirname } from "node:path";
import { Failure } from "../../../src-shared/domain/failure";

/** @throws {Failure} `not-found` without its folder, `conflict` where a file is that may not be replaced. */
export function refuseUnwritable(out: string, force: boolean): void {
  if (!existsSync(dirname(out))) throw new Failure("not-found", `There is no folder ${dirname(out)} to write to.`);
  if (!existsSync(out) || force) return;
  throw new Failure("conflict", `${out} exists already; --force replaces it.`);
}
