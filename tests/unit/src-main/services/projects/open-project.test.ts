/** @file What making a project leaves behind where it cannot be made. */
import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { createProject, openProject } from "../../../../../src-main/services/projects/open-project";
import { buildFolder } from "../../../../builders/build-store";

/** Refused by the database, when folders and tables have been made. */
const NAMELESS = null as unknown as string;

/** What somebody else does just before. */
const meanwhile = vi.hoisted(() => ({ act: (): void => {} }));
vi.mock("../../../../../src-main/data/store/project", async (importOriginal) => {
  const original = await importOriginal<typeof import("../../../../../src-main/data/store/project")>();
  return {
    ...original,
    insertProject: async (...args: Parameters<typeof original.insertProject>): Promise<void> => {
      meanwhile.act();
      await original.insertProject(...args);
    },
  };
});

test("a project that could not be made leaves nothing where nothing was", async () => {
  const parent = buildFolder();
  const folder = join(parent, "project");
  await expect(createProject(folder, NAMELESS)).rejects.toThrow("NOT NULL");
  expect(readdirSync(parent)).toEqual([]);
  const made = await createProject(folder, "Chest");
  await made.close();
  expect(existsSync(join(folder, "overread.sqlite"))).toBe(true);
});

test("what somebody puts into the folder meanwhile stays", async () => {
  const folder = buildFolder();
  meanwhile.act = () => {
    writeFileSync(join(folder, "notes.txt"), "mine");
    writeFileSync(join(folder, "models", "mine.onnx"), "mine");
  };
  onTestFinished(() => void (meanwhile.act = () => {}));
  await expect(createProject(folder, NAMELESS)).rejects.toThrow("NOT NULL");
  expect(readdirSync(folder).toSorted()).toEqual(["models", "notes.txt"]);
});

test("a project that another program is making there is left to it", async () => {
  const folder = join(buildFolder(), "project");
  const [first, second] = await Promise.allSettled([createProject(folder, "One"), createProject(folder, "Two")]);
  const made = [first, second].find((answer) => answer.status === "fulfilled")!;
  expect([first.status, second.status].toSorted()).toEqual(["fulfilled", "rejected"]);
  await (made as PromiseFulfilledResult<Awaited<ReturnType<typeof openProject>>>).value.close();
  await (await openProject(folder)).close();
});
