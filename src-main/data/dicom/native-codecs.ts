/** @file The WebAssembly decoders of dcmjs-codecs behind one function; loaded when the first file needs one. */
import { createRequire } from "node:module";
import type { Context } from "dcmjs-codecs";
import type { SampleLayout } from "./sample-layout";
import type { PixelCoding } from "./transfer-syntaxes";

type Codecs = typeof import("dcmjs-codecs");

/** Rejects with a plain Error when the bytes are not what `coding` says. */
export async function decodeNatively(
  coded: Uint8Array,
  coding: PixelCoding,
  layout: SampleLayout,
): Promise<Uint8Array> {
  let codecs: Codecs;
  let loaded: Promise<Codecs>;
  do {
    loading ??= initialise();
    loaded = loading;
    codecs = await loaded;
    // Another frame that threw may have let go of the decoders while this one waited for its turn.
  } while (loaded !== loading);
  return decodeWith(codecs, { coded, coding, layout });
}

interface CodedFrame {
  readonly coded: Uint8Array;
  readonly coding: PixelCoding;
  readonly layout: SampleLayout;
}

/** In one go, without waiting: all frames share the decoders' one memory. */
function decodeWith(codecs: Codecs, { coded, coding, layout }: CodedFrame): Uint8Array {
  const context = new codecs.Context({
    width: layout.columns,
    height: layout.rows,
    bitsAllocated: layout.bitsAllocated,
    bitsStored: layout.bitsStored,
    samplesPerPixel: 1,
    pixelRepresentation: layout.isSigned ? 1 : 0,
    planarConfiguration: 0,
    photometricInterpretation: "MONOCHROME2",
    encodedBuffer: coded,
  });
  try {
    return samplesOf(decoderOf(codecs, coding)(context), layout);
  } catch (thrown) {
    // A decoder that threw has left its memory as it was in the middle of the work.
    forgetCodecs(codecs);
    throw thrown;
  }
}

let loading: Promise<Codecs> | undefined;

async function initialise(): Promise<Codecs> {
  const require = createRequire(import.meta.url);
  // A CommonJS bundle whose names Node cannot see from an ES import.
  const codecs = require("dcmjs-codecs") as Codecs;
  codecs.log.setLevel("silent");
  const script = require.resolve("dcmjs-codecs");
  const webAssemblyModulePathOrUrl = script.replace(/[^/\\]*$/, "dcmjs-native-codecs.wasm");
  await codecs.NativeCodecs.initializeAsync({ webAssemblyModulePathOrUrl });
  return codecs;
}

function forgetCodecs(codecs: Codecs): void {
  codecs.NativeCodecs.release();
  loading = undefined;
}

type Decode = (context: Context) => Context;

function decoderOf({ NativeCodecs }: Codecs, coding: PixelCoding): Decode {
  const decoders: Partial<Record<PixelCoding, Decode>> = {
    jpeg: (context) => NativeCodecs.decodeJpeg(context),
    "jpeg-ls": (context) => NativeCodecs.decodeJpegLs(context),
    "jpeg-2000": (context) => NativeCodecs.decodeJpeg2000(context),
    "ht-jpeg-2000": (context) => NativeCodecs.decodeHtJpeg2000(context),
    rle: (context) => NativeCodecs.decodeRle(context),
  };
  const decode = decoders[coding];
  if (!decode) throw new Error(`there is no decoder for ${coding}`);
  return decode;
}

function samplesOf(context: Context, layout: SampleLayout): Uint8Array {
  const size = `${context.getHeight()} × ${context.getWidth()}`;
  if (context.getHeight() !== layout.rows || context.getWidth() !== layout.columns)
    throw new Error(`it measures ${size} where the header says ${layout.rows} × ${layout.columns}`);
  if (context.getSamplesPerPixel() !== 1)
    throw new Error(`it has ${context.getSamplesPerPixel()} components where 1 was expected`);
  const bytes = context.getDecodedBuffer();
  if (!bytes) throw new Error("it decoded to nothing");
  return bytes;
}
