/** @file Tells a source that is gone from one whose file cannot be read. */
import { access } from "node:fs/promises";
import { Failure } from "../../../src-shared/domain/failure";

/** @throws {Failure} `not-found` */
export async function requireSource(source: string): Promise<void> {
  await access(source).catch((cause: unknown) => {
    const hint = "the import goes on from here once it is back";
    throw new Failure("not-found", `${source} cannot be reached any more; ${hint}.`, { cause });
  });
}
