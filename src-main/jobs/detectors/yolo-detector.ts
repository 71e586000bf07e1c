/** @file YOLO by Ultralytics, version 5 to 11, in the forms in which it is exported. */
import { decodeYoloEndToEnd, decodeYoloV5Rows, decodeYoloV8 } from "../../detection/boxes/decode-yolo";
import { rowsOfYoloV5Heads } from "../../detection/boxes/decode-yolo-heads";
import { familyReading } from "./reading-detector";

export const yoloV5Family = familyReading("yolo-v5", ({ names, output, card, ...size }) => {
  const rows = "rows" in names ? output(names.rows) : rowsOfYoloV5Heads(names.heads.map(output), size);
  return decodeYoloV5Rows(rows, card);
});

export const yoloV8Family = familyReading("yolo-v8", ({ names, output, card }) =>
  decodeYoloV8(output(names.columns), card),
);

export const yoloEndToEndFamily = familyReading("yolo-end-to-end", ({ names, output, card }) =>
  decodeYoloEndToEnd(output(names.rows), card),
);
