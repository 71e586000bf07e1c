/** @file Looks through the pixels of a project for images that are nearly the same. */
import { setImmediate } from "node:timers/promises";
import { z } from "zod";
import { InstanceId } from "../../src-shared/domain/identifiers";
import { describeLocation, type Instance } from "../../src-shared/domain/instance";
import { unreachable } from "../../src-shared/domain/unreachable";
import { decodeFrame } from "../data/dicom/frame";
import { toGreyImage } from "../data/dicom/grey-image";
import { readInstanceFile } from "../data/dicom/read-instance-file";
import {
  insertFingerprints,
  listUnfingerprinted,
  readFingerprints,
  replaceNearDuplicates,
  type StoredNearDuplicate,
} from "../data/store/fingerprints";
import type { WritableStore } from "../data/store/store";
import {
  FINGERPRINT_BYTES,
  findEarlierLike,
  fingerprintOf,
  lineUpFingerprints,
} from "../detection/dataset/find-near-duplicates";
import type { JobContext, JobDefinition, Logger } from "./job";
import { overlapped } from "./overlapped";

const SearchInput = z.object({});
export type SearchInput = z.infer<typeof SearchInput>;

const SearchOutput = z.object({
  /** Images that were compared. */
  images: z.int().nonnegative(),
  /** Images that are nearly the same as an earlier one. */
  nearDuplicates: z.int().nonnegative(),
  unreadable: z.int().nonnegative(),
});
export type SearchOutput = z.infer<typeof SearchOutput>;

const Grey = z.custom<Uint8Array>((value) => value instanceof Uint8Array && value.length === FINGERPRINT_BYTES);
const Fingerprints = z.object({
  step: z.literal("fingerprints"),
  fingerprints: z.array(z.object({ instanceId: InstanceId, grey: Grey })),
});
const NearDuplicates = z.object({
  step: z.literal("near-duplicates"),
  found: z.array(z.object({ instanceId: InstanceId, earlierId: InstanceId, correlation: z.number() })),
});
const SearchBatch = z.discriminatedUnion("step", [Fingerprints, NearDuplicates]);
type SearchBatch = z.infer<typeof SearchBatch>;
type Fingerprint = z.infer<typeof Fingerprints>["fingerprints"][number];

/** A search that was stopped goes on with the images that it has not looked at. */
export const findNearDuplicates: JobDefinition<SearchInput, SearchOutput, SearchBatch> = {
  kind: "find-near-duplicates",
  input: SearchInput,
  output: SearchOutput,
  batch: SearchBatch,
  run: search,
  write: writeBatch,
};

const IMAGES_PER_BATCH = 64;
/** Images that are read and decoded while the one before them is made small. */
const IMAGES_AHEAD = 3;
/** Images that are compared with all before them until the job looks whether it should go on. */
const IMAGES_PER_TURN = 64;

async function search(_input: SearchInput, context: JobContext<SearchBatch>): Promise<SearchOutput> {
  const unreadable = await takeFingerprints(context);
  const found = await compareAll(context);
  await context.emit({ step: "near-duplicates", found: [...found.nearDuplicates] });
  return { images: found.images, nearDuplicates: found.nearDuplicates.length, unreadable };
}

/** Answers how many images could not be read. */
async function takeFingerprints({ store, report, emit, signal, log }: JobContext<SearchBatch>): Promise<number> {
  const instances = await listUnfingerprinted(store);
  let [done, unreadable] = [0, 0];
  let batch: Fingerprint[] = [];
  for await (const grey of overlapped(instances, (instance) => takeFingerprint(instance, log), IMAGES_AHEAD)) {
    signal.throwIfAborted();
    const { id: instanceId } = instances[done]!;
    done++;
    if (grey) batch.push({ instanceId, grey });
    else unreadable++;
    report({ done, total: instances.length, note: "Looking at images" });
    if (batch.length < IMAGES_PER_BATCH) continue;
    await emit({ step: "fingerprints", fingerprints: batch });
    batch = [];
  }
  if (batch.length > 0) await emit({ step: "fingerprints", fingerprints: batch });
  return unreadable;
}

/** Never rejects: an image that cannot be read is left out with its reason in the log, and the search goes on. */
async function takeFingerprint(instance: Instance, log: Logger): Promise<Uint8Array | undefined> {
  const name = describeLocation(instance.location);
  try {
    return fingerprintOf(toGreyImage(await decodeFrame(await readInstanceFile(instance), name)));
  } catch (error) {
    log.warn("An image could not be compared with others.", { image: name, error });
    return undefined;
  }
}

interface Found {
  readonly images: number;
  readonly nearDuplicates: readonly StoredNearDuplicate[];
}

async function compareAll({ store, report, signal }: JobContext<SearchBatch>): Promise<Found> {
  const stored = await readFingerprints(store);
  const fingerprints = lineUpFingerprints(stored.map(({ grey }) => grey));
  const nearDuplicates: StoredNearDuplicate[] = [];
  for (let index = 0; index < stored.length; index++) {
    const like = findEarlierLike(fingerprints, index);
    if (like) {
      const [{ instanceId }, { instanceId: earlierId }] = [stored[index]!, stored[like.earlier]!];
      nearDuplicates.push({ instanceId, earlierId, correlation: Math.min(like.correlation, 1) });
    }
    if (index % IMAGES_PER_TURN > 0) continue;
    report({ done: index, total: stored.length, note: "Comparing images" });
    // A worker hears of a cancel between turns of its event loop only.
    await setImmediate();
    signal.throwIfAborted();
  }
  return { images: stored.length, nearDuplicates };
}

async function writeBatch(store: WritableStore, batch: SearchBatch): Promise<void> {
  switch (batch.step) {
    case "fingerprints":
      return insertFingerprints(store, batch.fingerprints);
    case "near-duplicates":
      return replaceNearDuplicates(store, batch.found);
    default:
      return unreachable(batch);
  }
}
