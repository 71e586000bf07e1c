/** @file Reference boxes and readers' layers in the store. */
import { expect, test } from "vitest";
import { insertAnnotations, readAnnotations } from "../../../../../src-main/data/store/annotations";
import { AnnotationId, InstanceId } from "../../../../../src-shared/domain/identifiers";
import { buildAnnotation, buildFilledStore } from "../../../../builders/build-store";

test("boxes come back exactly, with the file and row that they were read from", async () => {
  const { store, ids } = await buildFilledStore(2);
  const box = { x1: 0.1, y1: 1 / 3, x2: 1e-7 + 512, y2: 1024 };
  const annotations = [buildAnnotation(ids[0]!, 2, { box }), buildAnnotation(ids[0]!, 10), buildAnnotation(ids[1]!, 3)];
  await insertAnnotations(store, annotations);

  expect(await readAnnotations(store, ids[0]!)).toStrictEqual(annotations.slice(0, 2));
  expect(await readAnnotations(store, ids[1]!)).toStrictEqual(annotations.slice(2));
});

test("a reader's own layer stands beside the reference and does not make an image positive", async () => {
  const { store, ids } = await buildFilledStore(1);
  const own = buildAnnotation(ids[0]!, 1, { id: AnnotationId.parse("own-1"), layer: "reader" });

  await insertAnnotations(store, [buildAnnotation(ids[0]!), own]);

  expect((await readAnnotations(store, ids[0]!)).map(({ layer }) => layer)).toEqual(["reader", "reference"]);
  const row = await store.database.selectFrom("instances").select("reference_count").executeTakeFirstOrThrow();
  expect(row.reference_count).toBe(1);
});

test("boxes of which one belongs to no stored image are refused together", async () => {
  const { store, ids } = await buildFilledStore(1);
  const stray = buildAnnotation(InstanceId.parse("2.25.404"), 3);

  await expect(insertAnnotations(store, [buildAnnotation(ids[0]!), stray])).rejects.toMatchObject({
    code: "not-found",
    message: "No image of this project has the identifier 2.25.404.",
  });
  expect(await readAnnotations(store, ids[0]!)).toEqual([]);
});
