/** @file Every element of a file as a row of the tag table, sequences unfolded. */
import type { DataSet, Element } from "dicom-parser";
import type { TagRow } from "../../../src-shared/contract/studies";
import { Attributes } from "./attributes";
import { lookUpTag } from "./data-dictionary";
import { parsePart10 } from "./parse-part10";

/** @throws {Failure} `unsupported` when the bytes are no DICOM file. */
export function readTags(bytes: Uint8Array, fileName: string): readonly TagRow[] {
  return rowsOf(parsePart10(bytes, fileName).attributes, 0);
}

function rowsOf(attributes: Attributes, depth: number): TagRow[] {
  return Object.values(attributes.dataSet.elements)
    .filter((element) => !DELIMITERS.has(element.tag))
    .toSorted((left, right) => (left.tag < right.tag ? -1 : 1))
    .flatMap((element) => rowsOfElement(attributes, element, depth));
}

const DELIMITERS: ReadonlySet<string> = new Set(["xfffee00d", "xfffee0dd"]);

function rowsOfElement(attributes: Attributes, element: Element, depth: number): TagRow[] {
  const tag = spellTag(element.tag);
  const entry = lookUpTag(tag);
  const vr = element.items ? "SQ" : (element.vr ?? entry.vr);
  const row: TagRow = { tag, keyword: entry.keyword, vr, value: describeValue(attributes, element, vr), depth };
  const items = (element.items ?? []).flatMap((item, index) =>
    rowsOfItem(attributes, item, { index, depth: depth + 1 }),
  );
  return [row, ...items];
}

function rowsOfItem(
  around: Attributes,
  item: Element,
  { index, depth }: { readonly index: number; readonly depth: number },
): TagRow[] {
  const row: TagRow = { tag: "(FFFE,E000)", keyword: "Item", vr: "", value: `${index + 1}`, depth };
  return [row, ...(item.dataSet ? rowsOf(new Attributes(item.dataSet, around.characterSets), depth) : [])];
}

/** From dicom-parser's x00280010 to the (0028,0010) of the standard. */
function spellTag(tag: string): string {
  return `(${tag.slice(1, 5)},${tag.slice(5, 9)})`.toUpperCase();
}

/** Longer texts are cut: the table shows a line each. */
const MAX_LETTERS = 1024;
const MAX_NUMBERS = 32;

const TEXT_VRS: ReadonlySet<string> = new Set("AE AS CS DA DS DT IS LO LT PN SH ST TM UC UI UR UT".split(" "));

function describeValue(attributes: Attributes, element: Element, vr: string): string {
  if (element.items) return counted(element.items.length, "item");
  if (element.fragments) return `${counted(element.fragments.length, "fragment")}, ${counted(element.length, "byte")}`;
  if (TEXT_VRS.has(vr)) return cut(attributes.text(element.tag) ?? "");
  const reader = NUMBER_READERS[vr];
  if (reader) return describeNumbers(attributes, element, reader);
  return element.length === 0 ? "" : `binary, ${counted(element.length, "byte")}`;
}

interface NumberReader {
  readonly bytes: number;
  readonly read: (dataSet: DataSet, tag: string, index: number) => number | string | undefined;
}

const NUMBER_READERS: Readonly<Record<string, NumberReader>> = {
  AT: { bytes: 4, read: (dataSet, tag, index) => readTagValue(dataSet, tag, index) },
  FD: { bytes: 8, read: (dataSet, tag, index) => dataSet.double(tag, index) },
  FL: { bytes: 4, read: (dataSet, tag, index) => dataSet.float(tag, index) },
  SL: { bytes: 4, read: (dataSet, tag, index) => dataSet.int32(tag, index) },
  SS: { bytes: 2, read: (dataSet, tag, index) => dataSet.int16(tag, index) },
  UL: { bytes: 4, read: (dataSet, tag, index) => dataSet.uint32(tag, index) },
  US: { bytes: 2, read: (dataSet, tag, index) => dataSet.uint16(tag, index) },
};

function readTagValue(dataSet: DataSet, tag: string, index: number): string {
  const halves = [dataSet.uint16(tag, index * 2) ?? 0, dataSet.uint16(tag, index * 2 + 1) ?? 0];
  return `(${halves.map((half) => half.toString(16).padStart(4, "0").toUpperCase()).join(",")})`;
}

function describeNumbers(attributes: Attributes, { tag }: Element, { bytes, read }: NumberReader): string {
  // The length of the bytes that are there: the file may end inside the value.
  const count = Math.floor((attributes.bytes(tag)?.length ?? 0) / bytes);
  const shown = Array.from({ length: Math.min(count, MAX_NUMBERS) }, (_, index) =>
    read(attributes.dataSet, tag, index),
  );
  return shown.join("\\") + (count > MAX_NUMBERS ? ` … (${counted(count, "value")})` : "");
}

function cut(text: string): string {
  return text.length <= MAX_LETTERS ? text : `${text.slice(0, MAX_LETTERS)}… (${counted(text.length, "letter")})`;
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
