/** @file What a data set holds, counted: the figures of the notebook's first look at its table, and more. */
import type { Overview } from "../../../src-shared/domain/overview";
import { quantile } from "../../../src-shared/figures/quantile";
import { countByColumn } from "./count-by-column";
import { countPositions } from "./count-positions";
import { numpyHistogram } from "./numpy-histogram";
import type { OverviewImage } from "./overview-image";

/** As many bins as the notebook draws. */
const BINS = 50;
const AREA_SHARES = [0.05, 0.25, 0.5, 0.75, 0.95] as const;
const GRID = { rows: 32, columns: 32 };

/** Everything but the problems, which have a search of their own. Areas are square pixels of the image, aspects width
 * over height; quantiles and bins are NumPy's.
 * @see notebook, section 2.1 */
export function overviewOf(images: readonly OverviewImage[]): Omit<Overview, "problems"> {
  const boxes = images.flatMap((image) => image.boxes);
  const areas = boxes.map(({ width, height }) => width * height);
  const areaHistogram = numpyHistogram(areas, BINS);
  const aspects = boxes.map(({ width, height }) => width / height);
  const aspectHistogram = numpyHistogram(aspects, BINS);
  return {
    images: images.length,
    ...countPatients(images),
    boxes: boxes.length,
    ...(areaHistogram && { areaHistogram }),
    ...(aspectHistogram && { aspectHistogram }),
    areaQuantiles: quantilesOf(areas),
    positions: countPositions(images, GRID),
    bySex: countByColumn(images, "sex"),
    byAgeBand: countByColumn(images, "ageBand"),
    byView: countByColumn(images, "view"),
    byClass: countByColumn(images, "className"),
    bySplit: countByColumn(images, "split"),
  };
}

type PatientCounts = Pick<
  Overview,
  "patients" | "positivePatients" | "patientsWithSeveralBoxes" | "boxesPerPositivePatient"
>;

function countPatients(images: readonly OverviewImage[]): PatientCounts {
  const boxesOf = new Map<string, number>();
  const positives = new Set<string>();
  for (const { patientId, isPositive, boxes } of images) {
    boxesOf.set(patientId, (boxesOf.get(patientId) ?? 0) + boxes.length);
    if (isPositive) positives.add(patientId);
  }
  const boxesPerPositivePatient: Record<string, number> = {};
  for (const count of boxesOf.values()) {
    if (count > 0) boxesPerPositivePatient[count] = (boxesPerPositivePatient[count] ?? 0) + 1;
  }
  const patientsWithSeveralBoxes = [...boxesOf.values()].filter((count) => count > 1).length;
  const [patients, positivePatients] = [boxesOf.size, positives.size];
  return { patients, positivePatients, patientsWithSeveralBoxes, boxesPerPositivePatient };
}

/** Empty without boxes; without the shares at which an area is beyond the largest number. */
function quantilesOf(areas: readonly number[]): Record<string, number> {
  const rising = Float64Array.from(areas).toSorted();
  const entries = AREA_SHARES.map((share) => [String(share), quantile(rising, share)] as const);
  return Object.fromEntries(entries.flatMap(([share, value]) => (Number.isFinite(value) ? [[share, value!]] : [])));
}
