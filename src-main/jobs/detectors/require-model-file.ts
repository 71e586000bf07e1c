/** @file Says which model it is whose file has gone, before anything tries to open it. */
import { access, constants } from "node:fs/promises";
import { Failure } from "../../../src-shared/domain/failure";
import type { DetectorSource } from "./detector";

/** @throws {Failure} `not-found` naming the model, its file, and the way on */
export async function requireModelFile({ file, card }: Pick<DetectorSource, "file" | "card">): Promise<void> {
  try {
    await access(file, constants.R_OK);
  } catch (cause) {
    const sentence = `The file of ${card.name} cannot be read at ${file}; add the model's file again.`;
    throw new Failure("not-found", sentence, { cause });
  }
}
