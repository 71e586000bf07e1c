/** @file Text to UTF-8 bytes and back, with nothing but the language itself: this wing knows neither Node nor a browser. */
import { Failure } from "../../../src-shared/domain/failure";

/** @throws {Failure} `unsupported` when the bytes are no UTF-8. */
export function decodeUtf8(bytes: Uint8Array): string {
  const pieces: string[] = [];
  for (let start = 0; start < bytes.length;) {
    const end = endOfPiece(bytes, start);
    pieces.push(decodePiece(bytes.subarray(start, end), bytes.length));
    start = end;
  }
  return pieces.join("");
}

/** @throws {URIError} when the text holds half a surrogate pair. */
export function encodeUtf8(text: string): Uint8Array {
  const escaped = encodeURIComponent(text).matchAll(/%([0-9A-F]{2})|[^%]/g);
  return Uint8Array.from(escaped, ([character, code]) =>
    code === undefined ? character.charCodeAt(0) : parseInt(code, 16),
  );
}

/** More arguments than some ten thousand overflow the stack of a call. */
const PIECE_BYTES = 4096;

/** Behind at most `PIECE_BYTES`, and never between the bytes of one character, which are four at most. */
function endOfPiece(bytes: Uint8Array, start: number): number {
  let end = start + PIECE_BYTES;
  if (end >= bytes.length) return bytes.length;
  for (let back = 0; back < 3 && (bytes[end] & 0xc0) === 0x80; back++) end--;
  return end;
}

function decodePiece(bytes: Uint8Array, textBytes: number): string {
  if (bytes.every((byte) => byte < 0x80)) return String.fromCharCode(...bytes);
  try {
    return decodeURIComponent(Array.from(bytes, (byte) => `%${byte.toString(16).padStart(2, "0")}`).join(""));
  } catch (cause) {
    throw new Failure("unsupported", `A text of ${textBytes} bytes is no UTF-8; names in a model are.`, { cause });
  }
}
