/** @file Reads an image's file and makes sure that it is still the one that was imported. */
import { createHash } from "node:crypto";
import { Failure } from "../../../src-shared/domain/failure";
import { describeLocation, type Instance } from "../../../src-shared/domain/instance";
import { readLocation } from "./read-location";

/** Boxes belong to the picture that they were drawn on: another file in its place must not pass for it.
 * @throws {Failure} `not-found` when the file is gone, `conflict` when it holds other bytes than at its import. */
export async function readInstanceFile({
  location,
  sha256,
}: Pick<Instance, "location" | "sha256">): Promise<Uint8Array> {
  const bytes = await readLocation(location);
  const found = createHash("sha256").update(bytes).digest("hex");
  if (found === sha256) return bytes;
  const name = describeLocation(location);
  throw new Failure(
    "conflict",
    `${name} has changed since its import: its checksum is ${found.slice(0, 12)}…, ${sha256.slice(0, 12)}… was expected.`,
  );
}
