/** @file DETR and RT-DETR, whose queries answer classes and boxes as shares of the image. */
import { decodeDetr, decodeRtDetr, decodeRtDetrRows } from "../../detection/boxes/decode-detr";
import type { ModelCard } from "../../../src-shared/domain/model";
import { familyReading } from "./reading-detector";

export const detrFamily = familyReading("detr", ({ names, output, card, ...size }) =>
  decodeDetr({ logits: output(names.logits), boxes: output(names.boxes) }, size, settingsOf(card)),
);

export const rtDetrFamily = familyReading("rt-detr", ({ names, output, card, ...size }) =>
  decodeRtDetr({ logits: output(names.logits), boxes: output(names.boxes) }, size, settingsOf(card)),
);

export const rtDetrRowsFamily = familyReading("rt-detr-ultralytics", ({ names, output, card, ...size }) =>
  decodeRtDetrRows(output(names.rows), size, settingsOf(card)),
);

function settingsOf({ scoreFloor, suppression }: ModelCard) {
  return { scoreFloor, detectionsPerImage: suppression?.detectionsPerImage };
}
