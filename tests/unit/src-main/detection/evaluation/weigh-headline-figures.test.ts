/** @file A figure of weighted images is the figure of a run that holds each image so often. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { cocoFigures } from "../../../../../src-main/detection/evaluation/coco-figures";
import { furtherFigures } from "../../../../../src-main/detection/evaluation/further-figures";
import { tabulateRun } from "../../../../../src-main/detection/evaluation/tabulate-run";
import { weighHeadlineFigures } from "../../../../../src-main/detection/evaluation/weigh-headline-figures";
import type { HeadlineFigure } from "../../../../../src-shared/domain/evaluation";
import {
  arbitraryImages,
  arbitraryThresholds,
  runTableOf,
  type PlainImage,
} from "../../../../builders/arbitrary-images";

const weighedImages = arbitraryImages().chain((images) =>
  fc.record({
    images: fc.constant(images),
    weights: fc.array(fc.integer({ min: 0, max: 3 }), { minLength: images.length, maxLength: images.length }),
  }),
);

test("images counted so often give the figures of a run that holds them so often", () => {
  fc.assert(
    fc.property(weighedImages, arbitraryThresholds, ({ images, weights }, thresholds) => {
      const weighed = weighHeadlineFigures(tablesOf(images), thresholds)(Uint16Array.from(weights));
      const repeated = images.flatMap((image, index) =>
        Array.from({ length: weights[index]! }, (_, copy) => ({ ...image, id: `${image.id}-${copy}` })),
      );
      const { figures } = furtherFigures(tablesOf(repeated), thresholds);
      const { precision, recall } = figures.operatingPoint;
      const expected = { rsna: figures.rsna, cpm: figures.cpm, auc: figures.auc, precision, recall };
      expect(rounded(weighed)).toMatchObject(rounded(expected));
    }),
  );
});

test("images counted once give COCO's figures", () => {
  fc.assert(
    fc.property(arbitraryImages(), arbitraryThresholds, (images, thresholds) => {
      const tables = tablesOf(images);
      const weighed = weighHeadlineFigures(tables, thresholds)(new Uint16Array(images.length).fill(1));
      const { AP, AP50, AP75 } = cocoFigures(tables.table).figures;
      expect(rounded(weighed)).toMatchObject(rounded({ AP, AP50, AP75 }));
    }),
  );
});

function tablesOf(images: readonly PlainImage[]) {
  const table = tabulateRun(runTableOf(images));
  return { table, shown: table };
}

type SomeFigures = Partial<Record<HeadlineFigure, number | undefined>>;

/** Sums are added up in another order, so their last digits differ. */
function rounded(figures: SomeFigures): Readonly<Record<string, string | undefined>> {
  return Object.fromEntries(Object.entries(figures).map(([figure, value]) => [figure, value?.toFixed(10)]));
}
