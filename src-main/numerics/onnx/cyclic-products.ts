/** @file Convolution of a small map with a 3 × 3 kernel as few products: both turned into waves that go around the map
 * and the one zero behind it, whose products are the convolution's. */

/** With map x, kernel w and answer y as columns: y = `answer` · ((`kernel` · w) ∘ (`map` · x)), where ∘ multiplies element
 * by element. Each matrix is row-major. */
export interface CyclicProducts {
  /** How many there are: about three for each two of (side + 1)². */
  readonly count: number;
  /** [count, side²] */
  readonly map: Float32Array;
  /** [count, 9] */
  readonly kernel: Float32Array;
  /** [side², count] */
  readonly answer: Float32Array;
}

/** For maps of `side` × `side` elements with a border of zeros, that keep their size. Numbers stay as exact as those of
 * plain sums, since waves are orthogonal.
 * @see Nussbaumer, Fast Fourier Transform and Convolution Algorithms, Springer 1982, section 3.3 */
export function cyclicProducts(side: number): CyclicProducts {
  const period = side + 1;
  const products = frequenciesOf(period).flatMap((frequency) => productsOf(frequency, side));
  const count = products.length;
  const answer = new Float32Array(side * side * count);
  for (const [product, { answer: column }] of products.entries()) {
    for (const [place, value] of column.entries()) answer[place * count + product] = value;
  }
  return {
    count,
    map: Float32Array.from(products.flatMap(({ map }) => map)),
    kernel: Float32Array.from(products.flatMap(({ kernel }) => kernel)),
    answer,
  };
}

interface Frequency {
  /** Waves around the map, downwards and across. */
  readonly waves: readonly [down: number, across: number];
  readonly period: number;
  /** Whether it is its own mirror image: its wave has no imaginary part. */
  readonly isReal: boolean;
}

/** One of each pair of mirror images, which real numbers have the same of. */
function frequenciesOf(period: number): readonly Frequency[] {
  return Array.from({ length: period * period }, (_, place) => {
    const [down, across] = [Math.floor(place / period), place % period];
    const mirrored = ((period - down) % period) * period + ((period - across) % period);
    return { waves: [down, across] as const, period, isReal: mirrored === place, isKept: place <= mirrored };
  }).filter(({ isKept }) => isKept);
}

interface Product {
  readonly map: readonly number[];
  readonly kernel: readonly number[];
  readonly answer: readonly number[];
}

/** A product of complex numbers (a + bi)(c + di) as three of real ones, by Gauss: c(a + b), a(d − c) and b(c + d). */
function productsOf({ waves, period, isReal }: Frequency, side: number): readonly Product[] {
  const [down, across] = waves;
  const angles = (places: readonly number[]): readonly number[] =>
    places.flatMap((row) => places.map((column) => (2 * Math.PI * (down * row + across * column)) / period));
  const onMap = angles(Array.from({ length: side }, (_, place) => place));
  const onKernel = angles([-1, 0, 1]);
  const each = (list: readonly number[], of: (cosine: number, sine: number) => number): readonly number[] =>
    list.map((angle) => of(Math.cos(angle), Math.sin(angle)));
  if (isReal) {
    const cosine = (value: number): number => value;
    return [
      { map: each(onMap, cosine), kernel: each(onKernel, cosine), answer: each(onMap, (value) => value / period ** 2) },
    ];
  }
  // Its mirror image has the same share in the answer.
  const share = 2 / period ** 2;
  return [
    {
      map: each(onMap, (cosine, sine) => cosine - sine),
      kernel: each(onKernel, (cosine) => cosine),
      answer: each(onMap, (cosine, sine) => share * (cosine - sine)),
    },
    {
      map: each(onMap, (cosine) => cosine),
      kernel: each(onKernel, (cosine, sine) => sine - cosine),
      answer: each(onMap, (_, sine) => -share * sine),
    },
    {
      map: each(onMap, (_, sine) => -sine),
      kernel: each(onKernel, (cosine, sine) => cosine + sine),
      answer: each(onMap, (cosine) => -share * cosine),
    },
  ];
}
