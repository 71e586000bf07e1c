/** @file Writes the file that a command was asked for. */
import { Failure } from "../../../src-shared/domain/failure";
import { writeFileAtomically } from "../../data/files/write-file-atomically";

/** @throws {Failure} `unsupported` with the system's reason where the file cannot be written. */
export async function writeOutput(out: string, content: string | Uint8Array): Promise<void> {
  await writeFileAtomically(out, content).catch((cause: unknown) => {
    const reason = cause instanceof Error && "code" in cause ? String(cause.code) : "nothing more";
    throw new Failure("unsupported", `${out} cannot be written: the system says ${reason}.`, { cause });
  });
}
