/** @file Text to UTF-8 bytes and back, with nothing but the language itself: this wing knows neither Node nor a browser. */
import { Failure } from "../../../src-shared/domain/failure";

/** @throws {Failure} `unsupported` when the bytes are no UTF-8. */
export function decodeUtf8(bytes: Uint8Array): string {
  if (bytes.every((byte) => byte < 0x80)) return String.fromCharCode(...bytes);
  try {
    return decodeURIComponent(Array.from(bytes, (byte) => `%${byte.toString(16).padStart(2, "0")}`).join(""));
  } catch (cause) {
    throw new Failure("unsupported", `A text of ${bytes.length} bytes is no UTF-8; names in a model are.`, { cause });
  }
}

/** @throws {URIError} when the text holds half a surrogate pair. */
export function encodeUtf8(text: string): Uint8Array {
  const escaped = encodeURIComponent(text).matchAll(/%([0-9A-F]{2})|[^%]/g);
  return Uint8Array.from(escaped, ([character, code]) =>
    code === undefined ? character.charCodeAt(0) : parseInt(code, 16),
  );
}
