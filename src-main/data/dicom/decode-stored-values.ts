/** @file From the bytes of Pixel Data to stored values: cut out the frame, decompress it, unpack its samples. */
import { Failure } from "../../../src-shared/domain/failure";
import { TAGS } from "./attribute-tags";
import { decodeGreyJpeg } from "./decode-grey-jpeg";
import { cutFrame } from "./cut-frame";
import { decodeNatively } from "./native-codecs";
import type { Part10File } from "./parse-part10";
import { refusal } from "./refusal";
import type { SampleLayout } from "./sample-layout";
import { type PixelCoding, transferSyntaxOf } from "./transfer-syntaxes";
import { type StoredValues, unpackSamples } from "./unpack-samples";

/** @throws {Failure} `unsupported`, one sentence for whatever the frame's bytes turn out to be. */
export async function decodeStoredValues(file: Part10File, layout: SampleLayout, frame: number): Promise<StoredValues> {
  const syntax = transferSyntaxOf(file.transferSyntax);
  if (!syntax) {
    throw refusal(file.fileName, `pixels in transfer syntax ${file.transferSyntax}`, "one that Overread can decode");
  }
  const coded = cutFrame(file, layout, frame);
  const { bytes, isBigEndian = false } = await decompress(coded, {
    coding: syntax.coding,
    name: syntax.name,
    file,
    layout,
  });
  refuseWrongSize(bytes, layout, file.fileName);
  return unpackSamples(bytes, { ...layout, isBigEndian, highBit: file.attributes.unsigned16(TAGS.highBit) });
}

interface Compression {
  readonly coding: PixelCoding;
  readonly name: string;
  readonly file: Part10File;
  readonly layout: SampleLayout;
}

interface Samples {
  readonly bytes: Uint8Array;
  readonly isBigEndian?: boolean;
}

async function decompress(coded: Uint8Array, compression: Compression): Promise<Samples> {
  try {
    return await DECODERS[compression.coding](coded, compression);
  } catch (cause) {
    if (cause instanceof Failure) throw cause;
    const reason = reasonOf(cause);
    const where = `${compression.file.fileName} holds a frame of ${coded.length} bytes`;
    throw new Failure("unsupported", `${where} that is no readable ${compression.name} image: ${reason}.`, { cause });
  }
}

type Decode = (coded: Uint8Array, compression: Compression) => Promise<Samples>;

/** Decoders hand out little endian samples. */
const natively: Decode = async (coded, { coding, layout }) => ({ bytes: await decodeNatively(coded, coding, layout) });

const DECODERS = {
  "little-endian": async (coded) => ({ bytes: coded }),
  "big-endian": async (coded) => ({ bytes: coded, isBigEndian: true }),
  "jpeg-baseline": async (coded, { layout }) => ({ bytes: await decodeGreyJpeg(coded, layout) }),
  jpeg: natively,
  "jpeg-ls": natively,
  "jpeg-2000": natively,
  "ht-jpeg-2000": natively,
  rle: natively,
} satisfies Record<PixelCoding, Decode>;

/** What a trap inside WebAssembly says ("unreachable") helps nobody. */
function reasonOf(thrown: unknown): string {
  if (!(thrown instanceof Error) || thrown.name === "RuntimeError") return "the decoder could not follow it";
  return (thrown.message.split("\n")[0] ?? "").replace(/\.+$/, "");
}

function refuseWrongSize(bytes: Uint8Array, layout: SampleLayout, fileName: string): void {
  const expected = layout.rows * layout.columns * (layout.bitsAllocated / 8);
  if (bytes.length === expected) return;
  const samples = `${layout.rows} × ${layout.columns} samples of ${layout.bitsAllocated} bits`;
  throw new Failure(
    "unsupported",
    `${fileName} holds ${bytes.length} bytes of pixel data a frame; ${samples} need ${expected}.`,
  );
}
