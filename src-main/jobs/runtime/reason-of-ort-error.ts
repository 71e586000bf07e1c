/** @file ONNX Runtime's error texts as one plain sentence for a person. */

/** What the library says, where it is known what it means. */
const MEANINGS: readonly (readonly [RegExp, string])[] = [
  [/Failed to load shared library/i, "Its libraries are not installed."],
  [/backend not found/i, "ONNX Runtime has no such provider on this system."],
  [/No supported adapters/i, "No graphics adapter was found that it can use."],
  [/Protobuf parsing failed/i, "It is not a whole ONNX file (its protobuf structure cannot be parsed)."],
  [
    /Unsupported model IR version|opset .* is (?:under development|not)/i,
    "It was written for a newer ONNX than this one reads.",
  ],
  [/is not a registered function\/op|No Op registered for/i, "It uses an operator that ONNX Runtime does not know."],
  [/This is an invalid model/i, "Its graph does not hold together (a node reads or writes what is not there)."],
  [/requires f16 but the device does not support it/i, "It cannot compute in half precision."],
  [
    /out of memory|Failed to allocate|bad_alloc|allocation failed|exceeds the max buffer size/i,
    "There is not enough memory.",
  ],
];
const MAX_LENGTH = 240;

/** A provider would open a model and answer it wrongly; the message is a sentence for a person. */
export class WrongOnProvider extends Error {}

/** The same as the end of a sentence that has begun already. */
export function clauseOfOrtError(thrown: unknown): string {
  const reason = reasonOfOrtError(thrown);
  return reason.startsWith("ONNX") ? reason : reason.charAt(0).toLowerCase() + reason.slice(1);
}

export function reasonOfOrtError(thrown: unknown): string {
  if (thrown instanceof WrongOnProvider) return thrown.message;
  const text = thrown instanceof Error ? thrown.message : String(thrown);
  const known = MEANINGS.find(([pattern]) => pattern.test(text));
  return known ? known[1] : `ONNX Runtime says: ${withoutSourcePlace(text)}`;
}

/** Leaves out file, line and signature of the C++ source, which tell a person nothing. */
function withoutSourcePlace(text: string): string {
  const [firstLine = ""] = text
    .replace(/^Load model from .* failed: ?/, "")
    .replace(/^\S+\.cc:\d+ .*?\) ?(?:const)? ?/, "")
    .split("\n");
  const sentence = firstLine.replace(/\s+/g, " ").trim().slice(0, MAX_LENGTH);
  return /[.!?]$/.test(sentence) ? sentence : `${sentence}.`;
}
