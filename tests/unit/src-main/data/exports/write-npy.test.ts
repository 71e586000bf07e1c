/** @file The bytes of an .npy file are those that the format names, and NumPy reads them back. */
import { execFileSync } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { writeNpy } from "../../../../../src-main/data/exports/write-npy";
import { buildFolder } from "../../../../builders/build-store";

const PYTHON = "/usr/bin/python3";
const VALUES = Float32Array.of(0, 0.1, 0.25, 0.5, 0.75, 1);

test("the header names type, order and shape, and the values begin at a multiple of 64 bytes", () => {
  const bytes = writeNpy(VALUES, { rows: 2, columns: 3 });

  expect([...bytes.subarray(0, 8)]).toEqual([0x93, ...Buffer.from("NUMPY"), 1, 0]);
  const headerLength = bytes[8]! + 256 * bytes[9]!;
  expect((10 + headerLength) % 64).toBe(0);
  const header = Buffer.from(bytes.subarray(10, 10 + headerLength)).toString("latin1");
  expect(header.trimEnd()).toBe("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }");
  expect(header.endsWith("\n")).toBe(true);
  expect(new Float32Array(bytes.slice(10 + headerLength).buffer)).toEqual(VALUES);
});

test.skipIf(!existsSync(PYTHON))("numpy.load of the system's Python gives the grid back", () => {
  const file = join(buildFolder(), "map.npy");
  writeFileSync(file, writeNpy(VALUES, { rows: 2, columns: 3 }));

  const script = "import json, sys, numpy; a = numpy.load(sys.argv[1]); print(json.dumps([str(a.dtype), a.tolist()]))";
  const [type, rows] = JSON.parse(execFileSync(PYTHON, ["-c", script, file], { encoding: "utf8" })) as [
    string,
    number[][],
  ];

  expect(type).toBe("float32");
  expect(rows).toEqual([[...VALUES.subarray(0, 3)], [...VALUES.subarray(3)]]);
});
