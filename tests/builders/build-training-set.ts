/** @file A set to train on whose images are real DICOM files of random grey values, each with a bright square. */
import { createHash } from "node:crypto";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { readHeader } from "../../src-main/data/dicom/header";
import type { LabelledInstance } from "../../src-main/jobs/trainings/training-set";
import { buildDicom } from "./build-dicom";

/** 48 rows and 64 columns. A positive has one box, around its square. */
export async function buildTrainingSet(
  folder: string,
  { positives, negatives = 0 }: { readonly positives: number; readonly negatives?: number },
): Promise<{ readonly positives: readonly LabelledInstance[]; readonly negatives: readonly LabelledInstance[] }> {
  const images = await Promise.all(
    Array.from({ length: positives + negatives }, (_, index) => buildImage(folder, index, index < positives)),
  );
  return { positives: images.slice(0, positives), negatives: images.slice(positives) };
}

async function buildImage(folder: string, index: number, isPositive: boolean): Promise<LabelledInstance> {
  const name = `training-${index}.dcm`;
  const file = path.join(folder, name);
  const uid = `2.25.78.${index}`;
  const ids = { patientId: `t${index}`, studyId: `${uid}.1`, seriesId: `${uid}.2`, instanceId: `${uid}.3` };
  const bytes = buildDicom({ ...ids, rows: 48, columns: 64, bitsAllocated: 8, bitsStored: 8, values: greysOf(index) });
  await writeFile(file, bytes);
  const { series, instanceId, pixels } = readHeader(bytes, file);
  return {
    instance: {
      id: instanceId,
      seriesId: series.id,
      location: { kind: "file", path: file },
      fileBytes: bytes.length,
      sha256: createHash("sha256").update(bytes).digest("hex"),
      pixels,
    },
    name,
    patientId: `t${index}`,
    boxes: isPositive ? Float32Array.of(24, 16, 40, 32) : new Float32Array(),
    labels: isPositive ? Int32Array.of(1) : new Int32Array(),
  };
}

function greysOf(index: number): Uint8Array {
  return Uint8Array.from({ length: 48 * 64 }, (_, pixel) => {
    const [x, y] = [pixel % 64, Math.floor(pixel / 64)];
    const isInSquare = x >= 24 && x < 40 && y >= 16 && y < 32;
    return isInSquare ? 220 : (pixel * 31 + index * 17) % 90;
  });
}
