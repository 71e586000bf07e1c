/** @file Finds images whose files were moved: by name below a folder, then by checksum. */
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { Failure } from "../../../src-shared/domain/failure";
import type { FileLocation } from "../../../src-shared/domain/instance";
import { readLocation } from "../../data/dicom/read-location";
import type { WritableStore } from "../../data/store/store";
import { listLocations, updateLocation, type StoredLocation } from "../../data/store/studies";

/** Archives may hold tens of thousands of images; so many, spread over it, tell whether it is the same archive. */
const CHECKED_ENTRIES = 8;

export interface RelinkResult {
  /** Images whose files are still not found. */
  readonly missing: number;
  readonly relinked: number;
}

/** @throws {Failure} `not-found` when there is no such folder. */
export async function relinkFiles(store: WritableStore, folder: string, signal?: AbortSignal): Promise<RelinkResult> {
  const root = resolve(folder);
  if (!existsSync(root)) throw new Failure("not-found", `There is no folder ${root}.`);
  const missing = groupMissing(await listLocations(store));
  const found = await findByName(root, new Set([...missing.keys()].map((path) => basename(path))), signal);
  let relinked = 0;
  for (const [path, images] of missing) {
    signal?.throwIfAborted();
    const place = await firstMatching(found.get(basename(path)) ?? [], images);
    if (place === undefined) continue;
    await store.transaction(async (writer) => {
      for (const { instanceId, location } of images) await updateLocation(writer, instanceId, movedTo(location, place));
    });
    relinked += images.length;
  }
  const total = [...missing.values()].reduce((sum, images) => sum + images.length, 0);
  return { missing: total - relinked, relinked };
}

/** Images by the file that they are missing: a file holds one image, an archive many. */
function groupMissing(locations: readonly StoredLocation[]): ReadonlyMap<string, readonly StoredLocation[]> {
  const groups = new Map<string, StoredLocation[]>();
  const presence = new Map<string, boolean>();
  for (const stored of locations) {
    const path = fileOf(stored.location);
    if (!presence.has(path)) presence.set(path, existsSync(path));
    if (presence.get(path)) continue;
    const group = groups.get(path);
    // An archive may hold tens of thousands of images, so the list grows in place.
    if (group) group.push(stored);
    else groups.set(path, [stored]);
  }
  return groups;
}

async function findByName(
  root: string,
  names: ReadonlySet<string>,
  signal: AbortSignal | undefined,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const found = new Map<string, string[]>();
  const folders = names.size === 0 ? [] : [root];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    signal?.throwIfAborted();
    for (const entry of await listOrRefuse(folder)) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) folders.push(path);
      else if (names.has(entry.name)) found.set(entry.name, [...(found.get(entry.name) ?? []), path]);
    }
  }
  return found;
}

async function listOrRefuse(folder: string) {
  return readdir(folder, { withFileTypes: true }).catch((cause: unknown) => {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Failure("unsupported", `The folder ${folder} cannot be searched: ${reason}.`, { cause });
  });
}

async function firstMatching(
  candidates: readonly string[],
  images: readonly StoredLocation[],
): Promise<string | undefined> {
  for (const path of candidates) if (await holdsAll(path, sample(images))) return path;
  return undefined;
}

async function holdsAll(path: string, images: readonly StoredLocation[]): Promise<boolean> {
  for (const image of images) {
    if (image.location.kind === "file" && (await stat(path)).size !== image.fileBytes) return false;
    const bytes = await readLocation(movedTo(image.location, path)).catch((error: unknown) => {
      // An archive of the same name that lacks the entry, or no archive at all, is simply not the one.
      if (error instanceof Failure) return undefined;
      throw error;
    });
    if (!bytes || createHash("sha256").update(bytes).digest("hex") !== image.sha256) return false;
  }
  return true;
}

function sample(images: readonly StoredLocation[]): readonly StoredLocation[] {
  const step = Math.max(1, Math.floor(images.length / CHECKED_ENTRIES));
  return images.filter((_, index) => index % step === 0);
}

function fileOf(location: FileLocation): string {
  return location.kind === "file" ? location.path : location.archive;
}

function movedTo(location: FileLocation, path: string): FileLocation {
  return location.kind === "file" ? { kind: "file", path } : { ...location, archive: path };
}
