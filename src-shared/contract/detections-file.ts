/** @file The file of detections with reference boxes that `overread evaluate --detections` reads and `export` writes.
 *
 * A reference box with `"iscrowd": 1` is a crowd region, as COCO names it: an area with findings that nobody told apart.
 * COCO's figures ignore it together with the detections in it; all other figures leave it out as if it were not there.
 *
 * Each message ends the sentence "predictions[3].score is 1.4; …" that a reader of a refused file is shown. */
import { z } from "zod";

const expected = (what: string) => ({ error: `${what} was expected` });

const Text = z.string(expected("a text")).min(1, expected("a text that is not empty"));
const Corner = z.number(expected("a finite number"));
const Corners = z.tuple([Corner, Corner, Corner, Corner], expected("a list of four numbers, x1, y1, x2, y2,"));
const Pixels = z.number(expected("a number of pixels")).positive(expected("a number of pixels above 0"));
const Score = z
  .number(expected("a number from 0 to 1"))
  .min(0, expected("a number from 0 to 1"))
  .max(1, expected("a number from 0 to 1"));

const CrowdFlag = z.literal([0, 1], expected("0 or 1"));

const ImageRow = z.object(
  {
    id: Text,
    width: Pixels,
    height: Pixels,
    /** Absent: the image is the only one of a patient who is called like it. */
    patient: Text.optional(),
  },
  expected("an object with id, width and height"),
);
const ReferenceRow = z.object(
  { image: Text, box: Corners, label: Text.optional(), iscrowd: CrowdFlag.optional() },
  expected("an object with image and box"),
);
const PredictionRow = z.object(
  { image: Text, box: Corners, score: Score, label: Text.optional() },
  expected("an object with image, box and score"),
);

/** The schema with these for its rows. */
function fileOf<I extends z.ZodType, R extends z.ZodType, P extends z.ZodType>(image: I, reference: R, prediction: P) {
  return z.object(
    {
      boxFormat: z.literal("xyxy", expected('"xyxy"')),
      images: z.array(image, expected("a list of images")),
      groundTruth: z.array(reference, expected("a list of reference boxes")),
      predictions: z.array(prediction, expected("a list of detections")),
    },
    expected("an object with boxFormat, images, groundTruth and predictions"),
  );
}

export const DetectionsFile = fileOf(ImageRow, ReferenceRow, PredictionRow);
export type DetectionsFile = z.infer<typeof DetectionsFile>;

/** The file but for its rows, which are then checked one by one: a file of a million boxes would be copied otherwise. */
export const DetectionsFileOutline = fileOf(z.unknown(), z.unknown(), z.unknown());
export const DETECTIONS_FILE_ROWS = { images: ImageRow, groundTruth: ReferenceRow, predictions: PredictionRow };
