/** @file Half precision: numbers to the bits of IEEE 754's binary16, and the bits of float16 and bfloat16 back. */

/** The bits of float16, rounded to nearest, ties to even; what passes 65,504 by half a step or more becomes infinite.
 * NaN stays NaN, though not its payload. */
export function toFloat16Bits(values: Float32Array): Uint16Array {
  const bits = new Uint16Array(values.length);
  const patterns = new Uint32Array(values.buffer, values.byteOffset, values.length);
  for (let index = 0; index < bits.length; index++) {
    const pattern = patterns[index];
    const sign = (pattern >>> 16) & 0x8000;
    const magnitude = pattern & 0x7fffffff;
    if (magnitude >= FIRST_INFINITE) {
      bits[index] = sign | (magnitude > FLOAT32_INFINITY ? 0x7e00 : 0x7c00);
    } else if (magnitude < FIRST_NORMAL) {
      bits[index] = sign | roundToEven(Math.abs(values[index]) * 2 ** 24);
    } else {
      const isOdd = (magnitude >>> 13) & 1;
      bits[index] = sign | ((magnitude - EXPONENT_SHIFT + 0xfff + isOdd) >>> 13);
    }
  }
  return bits;
}

/** Exact: each float16 is a float32. */
export function fromFloat16Bits(bits: Uint16Array): Float32Array {
  const values = new Float32Array(bits.length);
  const patterns = new Uint32Array(values.buffer);
  for (let index = 0; index < bits.length; index++) {
    const sign = (bits[index] & 0x8000) << 16;
    const magnitude = bits[index] & 0x7fff;
    if (magnitude < 0x400) values[index] = (sign ? -1 : 1) * magnitude * 2 ** -24;
    else if (magnitude < 0x7c00) patterns[index] = sign | ((magnitude << 13) + EXPONENT_SHIFT);
    else patterns[index] = sign | 0x7f800000 | ((magnitude & 0x3ff) << 13);
  }
  return values;
}

/** Exact: a bfloat16 is the upper half of a float32. */
export function fromBfloat16Bits(bits: Uint16Array): Float32Array {
  const patterns = Uint32Array.from(bits, (pattern) => (pattern << 16) >>> 0);
  return new Float32Array(patterns.buffer);
}

const FLOAT32_INFINITY = 0x7f800000;
/** 65,536 as bits of float32; what rounds up to it from below becomes infinite by its carry. */
const FIRST_INFINITE = (127 + 16) << 23;
/** 2^-14, below which float16 is subnormal. */
const FIRST_NORMAL = (127 - 14) << 23;
/** The difference between the two exponents' zeros. */
const EXPONENT_SHIFT = (127 - 15) << 23;

/** Of a number that is not negative. */
function roundToEven(value: number): number {
  const below = Math.floor(value);
  const rest = value - below;
  return rest > 0.5 || (rest === 0.5 && below % 2 === 1) ? below + 1 : below;
}
