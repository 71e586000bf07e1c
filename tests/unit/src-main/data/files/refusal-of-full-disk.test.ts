/** @file A full disk is told in a sentence; everything else stays what it was. */
import { existsSync, writeFileSync } from "node:fs";
import Database from "better-sqlite3";
import { expect, onTestFinished, test } from "vitest";
import { refusalOfFullDisk } from "../../../../../src-main/data/files/refusal-of-full-disk";

const FULL = "/dev/full";

function thrownBy(work: () => void): unknown {
  try {
    work();
  } catch (thrown) {
    return thrown;
  }
  throw new Error("Nothing was thrown.");
}

test.skipIf(!existsSync(FULL))("a disk that takes no more gives its sentence (needs /dev/full)", () => {
  const thrown = thrownBy(() => writeFileSync(FULL, "a"));
  expect(refusalOfFullDisk(thrown, "The disk is full.")).toMatchObject({
    name: "Failure",
    code: "unsupported",
    message: "The disk is full.",
    cause: thrown,
  });
});

test("a database that takes no more gives its sentence too", () => {
  const database = new Database(":memory:");
  onTestFinished(() => void database.close());
  database.exec("CREATE TABLE rows (text TEXT)");
  database.pragma("max_page_count = 4");
  const thrown = thrownBy(() => database.prepare("INSERT INTO rows VALUES (?)").run("a".repeat(100_000)));
  expect(refusalOfFullDisk(thrown, "The disk is full.")).toMatchObject({ message: "The disk is full.", cause: thrown });
});

test("a missing folder and a slip of the program stay what they were", () => {
  const missing = thrownBy(() => writeFileSync("/there/is/no/such/folder", "a"));
  expect(refusalOfFullDisk(missing, "The disk is full.")).toBe(missing);
  expect(refusalOfFullDisk("thrown", "The disk is full.")).toBe("thrown");
});
