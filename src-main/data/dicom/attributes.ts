/** @file The attributes of a parsed data set as exact types; a value that is absent or unusable is undefined. */
import type { DataSet, Element } from "dicom-parser";
import { TAGS } from "./attribute-tags";
import { decodeText } from "./decode-text";

export class Attributes {
  readonly #dataSet: DataSet;
  readonly #characterSets: readonly string[];

  /** Items of a sequence inherit the character set of the data set around them. */
  constructor(dataSet: DataSet, inherited: readonly string[] = []) {
    this.#dataSet = dataSet;
    const own = this.#latin(TAGS.specificCharacterSet)
      ?.split("\\")
      .map((term) => term.trim());
    this.#characterSets = own ?? inherited;
  }

  get dataSet(): DataSet {
    return this.#dataSet;
  }

  get characterSets(): readonly string[] {
    return this.#characterSets;
  }

  element(tag: string): Element | undefined {
    return this.#dataSet.elements[tag];
  }

  has(tag: string): boolean {
    return this.element(tag) !== undefined;
  }

  /** The bytes of a value, cut off where the file ends. */
  bytes(tag: string): Uint8Array | undefined {
    const element = this.element(tag);
    if (!element || element.length === 0) return undefined;
    return this.#dataSet.byteArray.subarray(element.dataOffset, element.dataOffset + element.length);
  }

  /** Text without padding; undefined where absent or empty. */
  text(tag: string): string | undefined {
    const bytes = this.bytes(tag);
    if (!bytes) return undefined;
    const text = withoutPadding(decodeText(bytes, this.#characterSets));
    return text === "" ? undefined : text;
  }

  texts(tag: string): readonly string[] {
    return this.text(tag)?.split("\\").map(withoutPadding) ?? [];
  }

  /** A name without the component groups that are empty at its end, PS3.5 6.2.1. */
  personName(tag: string): string | undefined {
    return this.text(tag)?.replace(/=+$/, "") || undefined;
  }

  /** Every value of a decimal or integer string; undefined in the place of one that is no number. */
  decimals(tag: string): readonly (number | undefined)[] {
    return (this.#latin(tag)?.split("\\") ?? []).map(parseDecimal);
  }

  decimal(tag: string): number | undefined {
    return this.decimals(tag)[0];
  }

  /** The first value of an attribute of VR US. */
  unsigned16(tag: string): number | undefined {
    const bytes = this.bytes(tag);
    if (!bytes || bytes.length < 2) return undefined;
    return this.#dataSet.uint16(tag);
  }

  #latin(tag: string): string | undefined {
    const bytes = this.bytes(tag);
    return bytes && withoutPadding(new TextDecoder("latin1").decode(bytes));
  }
}

function withoutPadding(text: string): string {
  return text.replaceAll("\0", "").trim();
}

function parseDecimal(text: string): number | undefined {
  const trimmed = text.trim();
  const number = trimmed === "" ? Number.NaN : Number(trimmed);
  return Number.isFinite(number) ? number : undefined;
}
