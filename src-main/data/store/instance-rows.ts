/** @file An image between its row and its value. */
import type { Selectable } from "kysely";
import type { InstanceId, SeriesId } from "../../../src-shared/domain/identifiers";
import { type Instance, PixelDescription } from "../../../src-shared/domain/instance";
import { type LocationColumns, locationFrom } from "./locations";
import type { InstancesTable } from "./schema";

/** The columns that make up an `Instance`. */
export const INSTANCE_COLUMNS = [
  "instances.id",
  "instances.series_id",
  "instances.path",
  "instances.zip_entry",
  "instances.file_bytes",
  "instances.sha256",
  "instances.age_years",
  "instances.pixels",
] as const;

type InstanceColumns = LocationColumns &
  Pick<Selectable<InstancesTable>, "id" | "series_id" | "file_bytes" | "sha256" | "age_years" | "pixels">;

export function instanceFrom(row: InstanceColumns): Instance {
  return {
    id: row.id as InstanceId,
    seriesId: row.series_id as SeriesId,
    location: locationFrom(row),
    fileBytes: row.file_bytes,
    sha256: row.sha256,
    ...(row.age_years === null ? {} : { ageYears: row.age_years }),
    pixels: PixelDescription.parse(JSON.parse(row.pixels)),
  };
}
