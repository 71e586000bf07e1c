/** @file One readable sentence for input that a schema refused: which field, what was found, what was expected. */

/** The part of a Standard Schema issue that is needed; zod adds what it expected. */
interface Issue {
  readonly message: string;
  readonly path?: ReadonlyArray<PropertyKey | { readonly key: PropertyKey }> | undefined;
}

const MAX_FOUND_LENGTH = 60;

export function describeIssues(issues: readonly Issue[], data: unknown, where: string): string {
  const issue = issues[0];
  if (!issue) return `${where} refuses its input.`;
  const path = (issue.path ?? []).map((step) => (typeof step === "object" ? step.key : step));
  const subject = path.length === 0 ? `The input of ${where}` : `The field ${path.map(String).join(".")} of ${where}`;
  const more = issues.length > 1 ? ` (and ${issues.length - 1} more)` : "";
  return `${subject} is ${describeValue(valueAt(data, path))}; expected was ${expectation(issue)}${more}.`;
}

/** zod says "Invalid input: expected string, received number", "Too small: expected number to be >=0" or
 * "Invalid option: expected one of …", "Invalid discriminator value. Expected 'a' | 'b'": the middle is what we want, in
 * our words. */
function expectation({ message }: Issue): string {
  const stated = /expected (?<what>.+?)(?:, received .+)?$/iu.exec(message)?.groups?.["what"];
  return (stated ?? message)
    .replace(/\.$/u, "")
    .replace(/^(?:number|int) to be /u, "a number ")
    .replace(/^(?=')/u, "one of ")
    .replace(/^string to have /u, "a text of ")
    .replace(/>=\s*/u, "≥ ")
    .replace(/<=\s*/u, "≤ ");
}

function valueAt(data: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((value, key) => (isRecord(value) ? value[key] : undefined), data);
}

function isRecord(value: unknown): value is Readonly<Record<PropertyKey, unknown>> {
  return typeof value === "object" && value !== null;
}

function describeValue(value: unknown): string {
  if (value === undefined) return "missing";
  const text = typeof value === "number" || typeof value === "bigint" ? String(value) : JSON.stringify(value);
  return text.length > MAX_FOUND_LENGTH ? `${text.slice(0, MAX_FOUND_LENGTH)}…` : text;
}
