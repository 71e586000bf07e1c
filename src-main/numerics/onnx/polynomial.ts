/** @file Polynomials with whole coefficients over named sizes, read from and printed to one canonical text. */

/** Coefficients, none of them zero, by monomial: the sorted list of its atoms as JSON, `[]` for the constant. */
export type Polynomial = ReadonlyMap<string, number>;

interface Term {
  readonly atoms: readonly string[];
  readonly coefficient: number;
}

const CONSTANT = "[]";
/** Longer formulas would cost more than they tell: they are named by a checksum of their text. */
const MAX_TEXT_LENGTH = 300;
const MAX_TERMS = 200;
const MAX_REMEMBERED = 2000;

/** A number as a polynomial without names. */
export function constantOf(value: number): Polynomial {
  return fromTerms([{ atoms: [], coefficient: value }]);
}

/** The number that a polynomial without names is. */
export function asConstant(polynomial: Polynomial): number | undefined {
  if (polynomial.size === 0) return 0;
  return polynomial.size === 1 ? polynomial.get(CONSTANT) : undefined;
}

/** Like terms are added; those that cancel are gone. */
export function sum(left: Polynomial, right: Polynomial): Polynomial {
  return fromTerms([...termsOf(left), ...termsOf(right)]);
}

/** `left - right`. */
export function difference(left: Polynomial, right: Polynomial): Polynomial {
  return sum(left, product(constantOf(-1), right));
}

/** Beyond 200 terms, one name stands for the product. */
export function product(left: Polynomial, right: Polynomial): Polynomial {
  if (left.size * right.size > MAX_TERMS) return atom(`size_${checksum(`${asFactor(left)}*${asFactor(right)}`)}`);
  return fromTerms(termsOf(left).flatMap((term) => termsOf(right).map((other) => multiplyTerms(term, other))));
}

/** Rounds towards minus infinity. */
export function divideDown(dividend: Polynomial, divisor: Polynomial): Polynomial {
  const constant = asConstant(divisor);
  if (constant !== undefined && constant < 0)
    return divideDown(product(constantOf(-1), dividend), constantOf(-constant));
  if (constant !== undefined) return divideByConstant(dividend, constant);
  return divideExactly(dividend, divisor) ?? openFloor(dividend, divisor);
}

/** One atom where the text is no formula, so that any name of a file's will do. */
export function parsePolynomial(text: string): Polynomial {
  return readFormula(text) ?? atom(text);
}

/** A name that is no formula is printed as it is when it stands alone. */
export function printPolynomial(polynomial: Polynomial): string {
  const [term] = termsOf(polynomial);
  const isOneAtom = polynomial.size === 1 && term.atoms.length === 1 && term.coefficient === 1;
  const text = isOneAtom ? term.atoms[0] : spell(polynomial);
  return text.length > MAX_TEXT_LENGTH ? `size_${checksum(text)}` : text;
}

/** `max(p, q)` or `min(p, q)`, whichever way round the two are given. */
export function extreme(kind: "max" | "min", left: Polynomial, right: Polynomial): Polynomial {
  const texts = [left, right].map(spell).toSorted(inCodeUnits);
  return atom(`${kind}(${texts.join(",")})`);
}

function fromTerms(terms: readonly Term[]): Polynomial {
  const coefficients = new Map<string, number>();
  for (const { atoms, coefficient } of terms) {
    const key = JSON.stringify(atoms);
    coefficients.set(key, (coefficients.get(key) ?? 0) + coefficient);
  }
  return new Map([...coefficients].filter(([, coefficient]) => coefficient !== 0));
}

function termsOf(polynomial: Polynomial): readonly Term[] {
  return Array.from(polynomial, ([key, coefficient]) => ({ atoms: JSON.parse(key) as readonly string[], coefficient }));
}

function atom(text: string): Polynomial {
  return fromTerms([{ atoms: [text], coefficient: 1 }]);
}

function multiplyTerms(left: Term, right: Term): Term {
  const atoms = [...left.atoms, ...right.atoms].toSorted(inCodeUnits);
  return { atoms, coefficient: left.coefficient * right.coefficient };
}

/** Multiples of the divisor leave the floor, common factors cancel, and a floor of a floor becomes one. */
function divideByConstant(dividend: Polynomial, divisor: number): Polynomial {
  const terms = termsOf(dividend);
  const whole = terms.map((term) => ({ ...term, coefficient: Math.floor(term.coefficient / divisor) }));
  const rest = terms.map((term) => ({
    ...term,
    coefficient: term.coefficient - Math.floor(term.coefficient / divisor) * divisor,
  }));
  return sum(fromTerms(whole), floorOf(fromTerms(rest), divisor));
}

/** Of coefficients from 0 to below the divisor. */
function floorOf(dividend: Polynomial, divisor: number): Polynomial {
  const open = termsOf(dividend).filter(({ atoms }) => atoms.length > 0);
  const constant = dividend.get(CONSTANT) ?? 0;
  if (open.length === 0) return constantOf(0);
  const common = open.reduce((found, { coefficient }) => greatestCommonDivisor(found, coefficient), divisor);
  const reduced = open.map((term) => ({ ...term, coefficient: term.coefficient / common }));
  const remaining = divisor / common;
  const added = Math.floor(constant / common);
  const nested = reduced.length === 1 && reduced[0].coefficient === 1 ? readFloor(reduced[0].atoms) : undefined;
  if (nested) {
    const offset = constantOf(added * nested.divisor);
    return divideByConstant(sum(nested.dividend, offset), nested.divisor * remaining);
  }
  const numerator = sum(fromTerms(reduced), constantOf(added));
  return remaining === 1 ? numerator : atom(`floor(${asProduct(numerator)}/${remaining})`);
}

/** What a floor with a constant divisor was made of. */
function readFloor(atoms: readonly string[]): { readonly dividend: Polynomial; readonly divisor: number } | undefined {
  if (atoms.length !== 1 || !isWellSpelt(atoms[0])) return undefined;
  const [, dividend, divisor] = /^floor\((.*)\/(\d+)\)$/.exec(atoms[0]) ?? [];
  if (dividend === undefined || divisor === undefined) return undefined;
  return { dividend: parsePolynomial(dividend), divisor: Number(divisor) };
}

function openFloor(dividend: Polynomial, divisor: Polynomial): Polynomial {
  const common = [...dividend.values(), ...divisor.values()].map(Math.abs).reduce(greatestCommonDivisor);
  const [left, right] = [dividend, divisor].map((each) => divideByConstant(each, common));
  return atom(`floor(${asProduct(left)}/${asFactor(right)})`);
}

/** Long division by leading terms; undefined where something remains. */
function divideExactly(dividend: Polynomial, divisor: Polynomial): Polynomial | undefined {
  const [leading] = termsOf(divisor).toSorted(inPrintedOrder);
  let quotient = constantOf(0);
  let remainder = dividend;
  for (let turn = 0; remainder.size > 0 && turn < 100; turn++) {
    const [largest] = termsOf(remainder).toSorted(inPrintedOrder);
    const term = divideTerms(largest, leading);
    if (!term) return undefined;
    quotient = sum(quotient, fromTerms([term]));
    remainder = difference(remainder, product(fromTerms([term]), divisor));
  }
  return remainder.size === 0 ? quotient : undefined;
}

function divideTerms(dividend: Term, divisor: Term): Term | undefined {
  const atoms = [...dividend.atoms];
  for (const each of divisor.atoms) {
    const index = atoms.indexOf(each);
    if (index < 0) return undefined;
    atoms.splice(index, 1);
  }
  const coefficient = dividend.coefficient / divisor.coefficient;
  return Number.isInteger(coefficient) ? { atoms, coefficient } : undefined;
}

/** By falling degree, then by name; a monomial order, so that long division ends. */
function inPrintedOrder(left: Term, right: Term): number {
  if (left.atoms.length !== right.atoms.length) return right.atoms.length - left.atoms.length;
  const differs = left.atoms.findIndex((each, index) => each !== right.atoms[index]);
  return differs < 0 ? 0 : inCodeUnits(left.atoms[differs], right.atoms[differs]);
}

function inCodeUnits(left: string, right: string): number {
  return left < right ? -1 : Number(left > right);
}

function spell(polynomial: Polynomial): string {
  const terms = termsOf(polynomial).toSorted(inPrintedOrder);
  return terms.map(printTerm).join("").replace(/^\+/, "") || "0";
}

function printTerm({ atoms, coefficient }: Term): string {
  const size = Math.abs(coefficient);
  const factors = [...(size === 1 && atoms.length > 0 ? [] : [String(size)]), ...atoms.map(quoted)];
  return `${coefficient < 0 ? "-" : "+"}${factors.join("*")}`;
}

/** Texts that are neither a name nor a function stand in quotes within a formula. */
function quoted(text: string): string {
  return isWellSpelt(text) ? text : JSON.stringify(text);
}

function isWellSpelt(text: string): boolean {
  const formula = readFormula(text);
  return formula?.size === 1 && formula.get(JSON.stringify([text])) === 1;
}

function asProduct(polynomial: Polynomial): string {
  const text = spell(polynomial);
  return polynomial.size === 1 && !text.startsWith("-") ? text : `(${text})`;
}

function asFactor(polynomial: Polynomial): string {
  const [term] = termsOf(polynomial);
  const isFactor =
    polynomial.size === 1 && (term.atoms.length === 0 || (term.atoms.length === 1 && term.coefficient === 1));
  return isFactor ? spell(polynomial) : `(${spell(polynomial)})`;
}

interface Reader {
  rest: string;
}

/** Formulas that were read lately: those of one network are read over and over, and each floor within a floor would
 * double the work again. */
const readLately = new Map<string, Polynomial | undefined>();

function readFormula(text: string): Polynomial | undefined {
  if (text.length > MAX_TEXT_LENGTH) return undefined;
  if (readLately.has(text)) return readLately.get(text);
  const formula = readAfresh(text);
  if (readLately.size >= MAX_REMEMBERED) readLately.clear();
  readLately.set(text, formula);
  return formula;
}

function readAfresh(text: string): Polynomial | undefined {
  const reader = { rest: text.includes('"') ? text : text.replaceAll(/ *([-+*/(),]) */g, "$1") };
  const formula = readSum(reader);
  return reader.rest === "" ? formula : undefined;
}

function readSum(reader: Reader): Polynomial | undefined {
  let total: Polynomial | undefined = constantOf(0);
  do {
    const sign = take(reader, /^[+-]/) === "-" ? -1 : 1;
    const read = readProduct(reader);
    total = read && total && sum(total, product(constantOf(sign), read));
  } while (total && /^[+-]/.test(reader.rest));
  return total;
}

function readProduct(reader: Reader): Polynomial | undefined {
  let total = readFactor(reader);
  while (total && take(reader, /^\*/) !== undefined) {
    const factor = readFactor(reader);
    total = factor && product(total, factor);
  }
  return total;
}

function readFactor(reader: Reader): Polynomial | undefined {
  const digits = take(reader, /^\d{1,15}(?![\w.])/);
  if (digits !== undefined) return constantOf(Number(digits));
  const quotedText = take(reader, /^"(?:[^"\\\p{Cc}]|\\["\\/bfnrt]|\\u[\da-f]{4})*"/u);
  if (quotedText !== undefined) return atom(JSON.parse(quotedText) as string);
  if (take(reader, /^\(/) !== undefined) return closed(reader, readSum(reader));
  const call = take(reader, /^(?:floor|max|min)\(/);
  if (call !== undefined) return readCall(reader, call);
  const name = take(reader, /^[A-Za-z_][\w.]*(?!\()/);
  return name === undefined ? undefined : atom(name);
}

function readCall(reader: Reader, call: string): Polynomial | undefined {
  const left = call === "floor(" ? readProduct(reader) : readSum(reader);
  if (!left || take(reader, call === "floor(" ? /^\// : /^,/) === undefined) return undefined;
  const right = closed(reader, call === "floor(" ? readFactor(reader) : readSum(reader));
  if (!right || (call === "floor(" && right.size === 0)) return undefined;
  if (call === "floor(") return divideDown(left, right);
  return extreme(call === "max(" ? "max" : "min", left, right);
}

function closed(reader: Reader, content: Polynomial | undefined): Polynomial | undefined {
  return take(reader, /^\)/) === undefined ? undefined : content;
}

function take(reader: Reader, pattern: RegExp): string | undefined {
  const [found] = pattern.exec(reader.rest) ?? [];
  if (found !== undefined) reader.rest = reader.rest.slice(found.length);
  return found;
}

function greatestCommonDivisor(left: number, right: number): number {
  return right === 0 ? left : greatestCommonDivisor(right, left % right);
}

/** 53 bits of a text. @see https://github.com/bryc/code/blob/master/jshash/experimental/cyrb53.js for the mixing */
function checksum(text: string): string {
  let high = 0xdeadbeef;
  let low = 0x41c6ce57;
  for (let index = 0; index < text.length; index++) {
    high = Math.imul(high ^ text.charCodeAt(index), 2654435761);
    low = Math.imul(low ^ text.charCodeAt(index), 1597334677);
  }
  return `${(high >>> 0).toString(36)}_${(low >>> 0).toString(36)}`;
}
