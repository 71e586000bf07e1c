/** @file Images in memory. */
import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readHeader } from "../../../../../src-main/data/dicom/header";
import { ImageBytes } from "../../../../../src-main/services/bytes/image-bytes";
import type { Instance } from "../../../../../src-shared/domain/instance";
import { buildDicom } from "../../../../builders/build-dicom";
import { buildFolder } from "../../../../builders/build-store";

function buildImages(count: number): readonly Instance[] {
  const folder = buildFolder();
  return Array.from({ length: count }, (_, index) => {
    const bytes = buildDicom({
      rows: 8,
      columns: 8,
      values: new Uint8Array(64).fill(index),
      instanceId: `2.25.${index}`,
    });
    const path = join(folder, `${index}.dcm`);
    writeFileSync(path, bytes);
    const header = readHeader(bytes, path);
    return {
      id: header.instanceId,
      seriesId: header.series.id,
      location: { kind: "file", path },
      fileBytes: bytes.length,
      sha256: createHash("sha256").update(bytes).digest("hex"),
      pixels: header.pixels,
    };
  });
}

test("more images at once than fit in memory are all answered", async () => {
  const images = new ImageBytes({ frameCacheBytes: 3 * 64 });
  const instances = buildImages(40);
  const frames = await Promise.all(instances.map((instance) => images.frame(instance, 0)));
  expect(frames.map(({ values }) => values[0])).toEqual(instances.map((_, index) => index));
});

test("an image larger than the memory for images is answered too", async () => {
  const images = new ImageBytes({ frameCacheBytes: 10 });
  const [instance] = buildImages(1);
  expect((await images.frame(instance!, 0)).values).toHaveLength(64);
});

test("a frame that is remembered needs its file no more; another one does", async () => {
  const images = new ImageBytes();
  const [instance] = buildImages(1);
  await images.frame(instance!, 0);
  const moved: Instance = { ...instance!, location: { kind: "file", path: "/nowhere.dcm" } };
  expect((await images.frame(moved, 0)).values).toHaveLength(64);
  await expect(images.frame({ ...moved, sha256: "f".repeat(64) }, 0)).rejects.toMatchObject({ code: "not-found" });
});
