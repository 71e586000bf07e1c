/** @file Names and shapes of a torchvision network's weights, as its state_dict gives them. */
import { readFileSync } from "node:fs";

/** Made by tests/fixtures/networks/make_shapes.py. */
export function readShapes(network: string): ReadonlyMap<string, readonly number[]> {
  const fixture = new URL(`../../../../fixtures/networks/shapes/${network}.txt`, import.meta.url);
  const lines = readFileSync(fixture, "utf8").trim().split("\n");
  return new Map(
    lines.map((line) => {
      const [name = "", ...sizes] = line.split(" ");
      return [name, sizes.map(Number)];
    }),
  );
}
