/** @file All detections of a run by score, under the name by which this folder knew them. */

export { rowsInFallingScore } from "../matching/rows-in-falling-score";
