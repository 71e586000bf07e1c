/** @file How long the overview of a data set as large as RSNA's takes, and the search for its near-duplicates. */
import { test } from "vitest";
import { decodeFrame } from "../../src-main/data/dicom/frame";
import { toGreyImage } from "../../src-main/data/dicom/grey-image";
import { readLocation } from "../../src-main/data/dicom/read-location";
import { insertAnnotations } from "../../src-main/data/store/annotations";
import {
  findEarlierLike,
  fingerprintOf,
  lineUpFingerprints,
} from "../../src-main/detection/dataset/find-near-duplicates";
import { MersenneTwister } from "../../src-main/numerics/random/mersenne-twister";
import { overviewOfProject } from "../../src-main/services/overview-of-project";
import { buildAnnotation, buildFilledStore } from "../builders/build-store";
import { printTable } from "./print-table";
import { hasReferenceData, radiographs } from "./reference-data";

const IMAGES = 26_684;
const BOXES = 9555;

test("overview of a project", async () => {
  const { store, ids } = await buildFilledStore(IMAGES);
  const annotations = ids.slice(0, BOXES).map((id, index) => buildAnnotation(id, index + 2));
  await insertAnnotations(store, annotations);
  const start = performance.now();
  await overviewOfProject(store);
  printTable([
    {
      what: `${IMAGES} images, ${BOXES} boxes: overview of a project with its problems`,
      measured: `${(performance.now() - start).toFixed(0)} ms`,
      beside: "–",
    },
  ]);
});

test.skipIf(!hasReferenceData)("near-duplicates", async () => {
  const files = await radiographs(100);
  const start = performance.now();
  const prints: Uint8Array[] = [];
  for (const path of files) {
    const frame = await decodeFrame(await readLocation({ kind: "file", path }), path);
    prints.push(fingerprintOf(toGreyImage(frame)));
  }
  const fingerprintMs = (performance.now() - start) / files.length;
  const fingerprints = lineUpFingerprints(varied(prints, IMAGES));
  const compareStart = performance.now();
  for (let index = 0; index < fingerprints.count; index++) findEarlierLike(fingerprints, index);
  printTable([
    {
      what: "read, decode and make small one radiograph for the search for near-duplicates",
      measured: `${fingerprintMs.toFixed(1)} ms`,
      beside: "–",
    },
    {
      what: `${IMAGES} images: compare each with all others`,
      measured: `${((performance.now() - compareStart) / 1000).toFixed(1)} s`,
      beside: "–",
    },
  ]);
});

/** As many pictures as are asked for: blends of two of the given ones, each pair in its own measure. */
function varied(prints: readonly Uint8Array[], count: number): readonly Uint8Array[] {
  const random = new MersenneTwister(1);
  return Array.from({ length: count }, () => {
    const [one, other] = [prints[random.below(prints.length)]!, prints[random.below(prints.length)]!];
    const share = random.random();
    return one.map((grey, place) => Math.round(share * grey + (1 - share) * other[place]!));
  });
}
