/** @file The images that a benchmark shows a model: a few of the project's own, or one made up where it has none. */
import type { ModelInput } from "../../src-shared/domain/model";
import { listLocations, readInstance } from "../data/store/studies";
import { prepareInput, type PreparedInput } from "../detection/preprocessing/prepare-input";
import type { JobContext } from "./job";
import { prepareImage } from "./prepare-image";

const MAX_IMAGES = 3;
/** Images that may be unreadable before a made-up one is taken. */
const MAX_TRIES = 8;
/** Edge of the made-up image: that of a small radiograph. */
const MADE_UP_SIZE_PX = 1024;

/** At least one, spread over the project so that they are not all of one patient. */
export async function benchmarkImages(
  input: ModelInput,
  { store, log }: Pick<JobContext<never>, "store" | "log">,
): Promise<readonly PreparedInput[]> {
  const images: PreparedInput[] = [];
  for (const { instanceId } of spreadOver(await listLocations(store), MAX_TRIES)) {
    const instance = await readInstance(store, instanceId);
    const image = instance && (await prepareImage(instance, input, log));
    if (image && "prepared" in image) images.push(image.prepared);
    if (images.length === MAX_IMAGES) return images;
  }
  return images.length > 0 ? images : [prepareInput(madeUpImage(input), input)];
}

/** First the middle one, then those at a quarter and three quarters, and so on. */
function spreadOver<Item>(items: readonly Item[], count: number): readonly Item[] {
  const places = Array.from({ length: count }, (_, rank) => placeOfRank(rank + 1));
  return [...new Set(places.map((place) => Math.floor(place * items.length)))]
    .map((place) => items[place]!)
    .filter((item) => item !== undefined);
}

/** van der Corput's sequence: ½, ¼, ¾, ⅛, … */
function placeOfRank(rank: number): number {
  let [place, share, rest] = [0, 0.5, rank];
  while (rest > 0) {
    place += (rest % 2) * share;
    rest = Math.floor(rest / 2);
    share /= 2;
  }
  return place;
}

/** Two dark lungs on a brighter body, with a grain: no radiograph, but no even grey either, whose equal scores would
 * leave suppression more work than it has in life. */
function madeUpImage({ widthPx, heightPx, resize }: ModelInput) {
  const isFixed = resize === "none" && widthPx !== undefined && heightPx !== undefined;
  const rows = isFixed ? heightPx : MADE_UP_SIZE_PX;
  const columns = isFixed ? widthPx : MADE_UP_SIZE_PX;
  const values = new Uint8Array(rows * columns);
  for (let pixel = 0; pixel < values.length; pixel++) {
    const x = (pixel % columns) / columns;
    const y = Math.floor(pixel / columns) / rows;
    const lung = Math.min(((x - 0.3) / 0.16) ** 2, ((x - 0.7) / 0.16) ** 2) + ((y - 0.5) / 0.32) ** 2;
    const grain = (Math.imul(pixel + 1, 2654435761) >>> 27) - 16;
    values[pixel] = (lung < 1 ? 60 + 40 * lung : 180 - 60 * Math.abs(y - 0.5)) + grain;
  }
  return { rows, columns, values };
}
