/** @file Fingerprints and near-duplicates in the store. */
import { expect, test } from "vitest";
import {
  insertFingerprints,
  listFingerprinted,
  listNearDuplicates,
  listUnfingerprinted,
  readFingerprints,
  replaceNearDuplicates,
} from "../../../../../src-main/data/store/fingerprints";
import { InstanceId } from "../../../../../src-shared/domain/identifiers";
import { buildFilledStore } from "../../../../builders/build-store";

test("an image is looked at once; its picture comes back to the byte, in the order of import", async () => {
  const { store, ids } = await buildFilledStore(3);
  const grey = Uint8Array.from({ length: 1024 }, (_, place) => place % 256);
  await insertFingerprints(store, [
    { instanceId: ids[2]!, grey },
    { instanceId: ids[0]!, grey: grey.toReversed() },
    { instanceId: InstanceId.parse("2.25.404"), grey },
  ]);
  await insertFingerprints(store, [{ instanceId: ids[2]!, grey: grey.toReversed() }]);

  expect((await listUnfingerprinted(store)).map(({ id }) => id)).toEqual([ids[1]]);
  expect(await listFingerprinted(store)).toEqual(new Set([ids[0], ids[2]]));
  const [first, second] = await readFingerprints(store);
  expect([first?.instanceId, second?.instanceId]).toEqual([ids[0], ids[2]]);
  expect(Uint8Array.from(second!.grey)).toEqual(grey);
});

test("a search takes the place of the one before it", async () => {
  const { store, ids } = await buildFilledStore(3);
  const [a, b, c] = ids;
  await replaceNearDuplicates(store, [{ instanceId: b!, earlierId: a!, correlation: 0.99 }]);
  const newer = { instanceId: c!, earlierId: a!, correlation: 1 };
  await replaceNearDuplicates(store, [newer]);

  expect(await listNearDuplicates(store)).toEqual([newer]);
});
