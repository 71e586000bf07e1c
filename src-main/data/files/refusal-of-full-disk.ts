/** @file Tells a disk that takes no more from other errors of the file system. */
import { Failure } from "../../../src-shared/domain/failure";

/** Of the system, and of the database. */
const CODES = new Set(["ENOSPC", "EDQUOT", "SQLITE_FULL"]);

/** A Failure with the sentence where the disk, or the share of it that one person may use, is full; else what was
 * thrown. */
export function refusalOfFullDisk(thrown: unknown, sentence: string): unknown {
  const code = thrown instanceof Error && "code" in thrown ? thrown.code : undefined;
  if (typeof code !== "string" || !CODES.has(code)) return thrown;
  return new Failure("unsupported", sentence, { cause: thrown });
}
