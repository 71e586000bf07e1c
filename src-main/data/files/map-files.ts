/** @file The values of heat maps as files of a project, float32 little-endian, a folder for each run. */
import { mkdir, readFile, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import type { Explanation } from "../../../src-shared/domain/explanation";
import { Failure } from "../../../src-shared/domain/failure";
import type { RunId } from "../../../src-shared/domain/identifiers";
import { writeFileAtomically } from "./write-file-atomically";

const MAPS_FOLDER = "heat-maps";
const BYTES_PER_VALUE = 4;
/** No such file, or a file in the place of one of its folders. */
const NOT_THERE: ReadonlySet<unknown> = new Set(["ENOENT", "ENOTDIR"]);

/** What the place and the length of a file follow from. */
type MapOf = Pick<Explanation, "id" | "runId" | "rows" | "columns">;

/** Takes the place of an earlier file. `values` are [rows, columns].
 * @throws {Failure} `unsupported` where the system does not let it be written, as on a full disk. */
export async function writeMap(projectFolder: string, map: MapOf, values: Float32Array): Promise<void> {
  const folder = mapsOfRun(projectFolder, map.runId);
  const bytes = Buffer.from(values.buffer, values.byteOffset, values.byteLength);
  try {
    await mkdir(folder, { recursive: true });
    await writeFileAtomically(mapFile(projectFolder, map), bytes);
  } catch (cause) {
    if (!(cause instanceof Error && "code" in cause)) throw cause;
    const sentence = `No map can be written to ${folder}: the system says ${String(cause.code)}.`;
    throw new Failure("unsupported", sentence, { cause });
  }
}

/** The bytes as they stand in the file.
 * @throws {Failure} `not-found` where the file is gone or is not as long as the map. */
export async function readMap(projectFolder: string, map: MapOf): Promise<Uint8Array<ArrayBuffer>> {
  if (!(await hasMap(projectFolder, map))) {
    const sentence = `The values of the ${map.rows} × ${map.columns} map ${map.id} are not in the project's folder any more; asked for again, it is made anew.`;
    throw new Failure("not-found", sentence);
  }
  return new Uint8Array(await readFile(mapFile(projectFolder, map)));
}

/** Whether the file is there in its whole length. */
export async function hasMap(projectFolder: string, map: MapOf): Promise<boolean> {
  try {
    const { size } = await stat(mapFile(projectFolder, map));
    return size === BYTES_PER_VALUE * map.rows * map.columns;
  } catch (error) {
    if (error instanceof Error && "code" in error && NOT_THERE.has(error.code)) return false;
    throw error;
  }
}

export async function removeMapsOfRun(projectFolder: string, runId: RunId): Promise<void> {
  await rm(mapsOfRun(projectFolder, runId), { recursive: true, force: true });
}

function mapsOfRun(projectFolder: string, runId: RunId): string {
  return join(projectFolder, MAPS_FOLDER, runId);
}

function mapFile(projectFolder: string, { id, runId }: Pick<MapOf, "id" | "runId">): string {
  return join(mapsOfRun(projectFolder, runId), `${id}.f32`);
}
