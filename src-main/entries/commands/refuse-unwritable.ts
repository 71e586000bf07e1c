/** @file Refuses a place to write to before the work begins, instead of after it. */
import { type Stats, statSync } from "node:fs";
import { dirname } from "node:path";
import { Failure } from "../../../src-shared/domain/failure";

/** @throws {Failure} `not-found` without its folder, `invalid-input` where a folder is, `conflict` where a file is that
 * may not be replaced. */
export function refuseUnwritable(out: string, force: boolean): void {
  if (!find(dirname(out))?.isDirectory()) {
    throw new Failure("not-found", `There is no folder ${dirname(out)} to write to.`);
  }
  const known = find(out);
  if (known?.isDirectory()) throw new Failure("invalid-input", `${out} is a folder; the name of a file was expected.`);
  if (!known || force) return;
  throw new Failure("conflict", `${out} exists already; --force replaces it.`);
}

function find(path: string): Stats | undefined {
  return statSync(path, { throwIfNoEntry: false });
}
