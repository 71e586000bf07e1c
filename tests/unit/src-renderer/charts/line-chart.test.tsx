/** @file Lines over steps and epochs. */
import fc from "fast-check";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { nearestInSeries, thinSeries } from "../../../../src-renderer/charts/line-series";
import { LineChart } from "../../../../src-renderer/charts/LineChart";
import { countAxis, valueAxis } from "../../../../src-renderer/charts/value-axis";

const texts = ({ ticks }: { readonly ticks: readonly { readonly text: string }[] }): readonly string[] =>
  ticks.map(({ text }) => text);

test("an axis of values ends at a round number above all of them", () => {
  expect(texts(valueAxis(1.03))).toEqual(["0", "0.5", "1.0", "1.5"]);
  expect(texts(valueAxis(0.005))).toEqual(["0", "0.002", "0.004", "0.006"]);
  expect(texts(valueAxis(3e-7))).toEqual(["0", "1e-7", "2e-7", "3e-7"]);
  expect(valueAxis(0).most).toBe(1);
  expect(valueAxis(Number.NaN).most).toBe(1);
});

test("every axis holds its greatest value, and its ticks lie within it in rising order", () => {
  fc.assert(
    fc.property(fc.double({ min: 1e-8, max: 1e12, noNaN: true }), (greatest) => {
      const { most, ticks } = valueAxis(greatest);
      expect(most).toBeGreaterThanOrEqual(greatest * (1 - 1e-6));
      expect(ticks.length).toBeLessThanOrEqual(6);
      expect(ticks.every(({ at }, index) => at <= 1 && (index === 0 || at > ticks[index - 1]!.at))).toBe(true);
      expect(new Set(texts({ ticks })).size).toBe(ticks.length);
    }),
  );
});

test("a coarse format does not write the same tick twice", () => {
  expect(texts(valueAxis(1, (value) => `${Math.round(value)} B`))).toEqual(["0 B", "1 B"]);
});

test("an axis of steps has whole numbers and ends with the last step", () => {
  expect(texts(countAxis(5))).toEqual(["0", "2", "4"]);
  expect(texts(countAxis(0))).toEqual(["0", "1"]);
  expect(countAxis(1234).most).toBe(1234);
});

test("many steps become the means of neighbours, between the least and the greatest of them", () => {
  const points = Array.from({ length: 1000 }, (_, index) => ({ x: index + 1, y: index % 2 }));
  const thinned = thinSeries(points, 1000, 100);
  expect(thinned.length).toBeLessThanOrEqual(101);
  expect(thinned[50]).toMatchObject({ y: 0.5, low: 0, high: 1 });
  expect(thinned.at(-1)!.x).toBe(1000);
});

test("few steps are drawn as they are", () => {
  expect(thinSeries([{ x: 1, y: 3 }], 10, 100)).toEqual([{ x: 1, y: 3, low: 3, high: 3 }]);
});

test("what is read is the nearest step; a line without steps answers nothing", () => {
  const points = [1, 2, 5].map((x) => ({ x, y: 10 * x }));
  expect(nearestInSeries(points, 3.6)).toEqual({ x: 5, y: 50 });
  expect(nearestInSeries([], 3)).toBeUndefined();
});

test("the legend names each line with its last value, and a dash where there is none", () => {
  const series = [
    {
      id: "sum",
      name: "sum",
      points: [
        { x: 1, y: 2 },
        { x: 2, y: 1.5 },
      ],
    },
    { id: "box", name: "box head", points: [] },
  ];
  const picture = renderToStaticMarkup(
    <LineChart label="Loss" xLabel="Step" yLabel="Loss" series={series} format={(value) => value.toFixed(2)} />,
  );
  expect(picture).toContain("sum 1.50");
  expect(picture).toContain("box head –");
  expect(picture).not.toContain("NaN");
});
