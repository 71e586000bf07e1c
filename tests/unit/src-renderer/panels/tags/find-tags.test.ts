/** @file The search over DICOM elements. */
import { expect, test } from "vitest";
import { findTags } from "../../../../../src-renderer/panels/tags/find-tags";

const ROWS = [
  { tag: "(0008,0060)", keyword: "Modality", vr: "CS", value: "CR", depth: 0 },
  { tag: "(0010,0020)", keyword: "PatientID", vr: "LO", value: "0042", depth: 0 },
];

test("tag, keyword, VR and value are searched, whatever the case", () => {
  const found = (search: string) => findTags(ROWS, search).map(({ keyword }) => keyword);
  expect([found("0010,"), found("patient"), found("lo"), found("cr"), found(" ")]).toEqual([
    ["PatientID"],
    ["PatientID"],
    ["PatientID"],
    ["Modality"],
    ["Modality", "PatientID"],
  ]);
});
