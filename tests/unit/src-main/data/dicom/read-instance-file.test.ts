/** @file A file that took the place of an imported image must not pass for it. */
import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readInstanceFile } from "../../../../../src-main/data/dicom/read-instance-file";
import { buildFolder } from "../../../../builders/build-store";

test("an image's file is read while it is the imported one, and refused once it holds other bytes", async () => {
  const path = join(buildFolder(), "chest.dcm");
  writeFileSync(path, "as imported");
  const sha256 = createHash("sha256").update("as imported").digest("hex");
  const instance = { location: { kind: "file", path }, sha256 } as const;
  expect(Buffer.from(await readInstanceFile(instance)).toString()).toBe("as imported");

  writeFileSync(path, "another radiograph");
  await expect(readInstanceFile(instance)).rejects.toMatchObject({
    code: "conflict",
    message: expect.stringMatching(/chest\.dcm has changed since its import/u) as string,
  });
});
