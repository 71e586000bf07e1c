/** @file Checkpoints that PyTorch wrote, and what each of them must read as. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import type { StoredTensor } from "../../src-main/numerics/pickle/checkpoint";
import { bytesOfData } from "../../src-main/numerics/tensor/element-layout";
import { ELEMENT_TYPES } from "../../src-main/numerics/tensor/tensor";

const folder = fileURLToPath(new URL("../fixtures/checkpoints", import.meta.url));

export function checkpointFixture(name: string): string {
  return path.join(folder, name);
}

const Expected = z.record(
  z.string(),
  z.object({
    wrappers: z.array(z.string()),
    tensors: z.array(z.tuple([z.string(), z.enum(ELEMENT_TYPES), z.array(z.number()), z.string()])),
  }),
);
export type ExpectedCheckpoint = z.infer<typeof Expected>[string];

/** By file; each tensor as name, type, shape and bytes in hexadecimal. */
export const expectedCheckpoints: ReadonlyMap<string, ExpectedCheckpoint> = new Map(
  Object.entries(Expected.parse(JSON.parse(readFileSync(checkpointFixture("expected.json"), "utf8")))),
);

/** A loaded tensor as `expected.json` writes it. */
export function asExpected({ name, type, shape, load }: StoredTensor): ExpectedCheckpoint["tensors"][number] {
  const loaded = load();
  if (loaded.type !== type || String(loaded.shape) !== String(shape)) throw new Error(`${name} is not what it says.`);
  return [name, type, [...shape], Buffer.from(bytesOfData(loaded.data)).toString("hex")];
}
