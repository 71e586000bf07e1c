/** @file Faster R-CNN made ready to explain: features once, then the box head on chosen regions and the way back.
 *
 * Scores are read from regions by the box head alone, which is cheap for the few regions that are explained; so it is
 * run on these a second time, rather than keeping what it computed for a thousand. */
import { candidatesAt, seedsOf } from "../../detection/candidates/choose-candidates";
import { placeOfRegion, placesOfRegions, regionOfPlace } from "../../detection/candidates/region-places";
import type { ScoredPlaces } from "../../detection/candidates/scored-places";
import { gatherRows } from "../../detection/boxes/gather-rows";
import { buildBoxGraph, buildFeatures, buildRegionGradients } from "../../detection/networks/faster-rcnn";
import { levelName } from "../../detection/networks/network-layers";
import { boxesInInput } from "../../detection/preprocessing/fit-to-network";
import type { PreparedInput } from "../../detection/preprocessing/prepare-input";
import type { Graph } from "../../numerics/onnx/graph";
import { anchorsBySize } from "../detectors/anchors-by-size";
import {
  answerRegions,
  regionInputs,
  selectRegions,
  type FasterRcnnNetwork,
  type FasterRcnnSessions,
  type RegionAnswer,
} from "../detectors/faster-rcnn-network";
import { answerInInput, openGraph } from "../detectors/open-network";
import type { Session, TensorValue } from "../runtime/session";
import type { Look } from "./explainer";
import type { ExplainerPlace, GradientWalk } from "./gradient-walk";
import { openLayered, type Layers } from "./open-layered";
import { requireRequest, viewsOf, type OpenExplainer } from "./layered-explainer";

interface Sessions extends FasterRcnnSessions {
  /** From class logits of regions to features. */
  readonly regions: Session;
  /** From features to layers. */
  readonly walk: GradientWalk;
}

/** Errors are the library's own. */
export async function openFasterRcnnExplainer(
  network: FasterRcnnNetwork,
  place: ExplainerPlace,
): Promise<OpenExplainer> {
  const { architecture, parameters, settings } = network;
  const options = { batchNormEpsilon: settings.batchNormEpsilon };
  const { layers, forward, walk } = await openLayered(
    () => buildFeatures(architecture, parameters, options),
    levelValues,
    place,
  );
  const opened: Pick<Session, "release">[] = [walk, forward];
  const release = async (): Promise<void> => {
    for (const session of opened) await session.release();
  };
  const open = async (build: () => Graph): Promise<Session> => {
    const session = await openGraph(build, place);
    opened.push(session);
    return session;
  };
  try {
    const boxes = await open(() => buildBoxGraph(architecture, parameters, options));
    const regions = await open(() => buildRegionGradients(architecture, parameters, options));
    const sessions = { features: forward, boxes, regions, walk, anchorsOf: anchorsBySize(settings.anchors) };
    const look: OpenExplainer["look"] = async (input, { pinnedTo } = {}) => {
      const answer = await answerRegions(input, network, sessions, pinnedTo?.regions as Float32Array | undefined);
      return lookOf(answer, { input, network, layers, sessions });
    };
    return { look, release };
  } catch (thrown) {
    await release();
    throw thrown;
  }
}

interface Surroundings {
  readonly input: PreparedInput;
  readonly network: FasterRcnnNetwork;
  readonly layers: Layers;
  readonly sessions: Sessions;
}

function lookOf(answer: RegionAnswer, surroundings: Surroundings): Look {
  const { input, network, layers } = surroundings;
  const { head, fitted } = answer;
  const { classes } = network.architecture;
  const found = selectRegions(answer, network);
  const places = placesOfRegions(head);
  const count = places.scores.length;
  const candidates = candidatesAt(
    places,
    Int32Array.from({ length: count }, (_, place) => place),
  );
  return {
    answer: answerInInput(found, fitted, input),
    sources: found.labels.map((label, row) => placeOfRegion(found.proposals[row]!, label, classes)),
    candidates: { ...candidates, boxes: boxesInInput(candidates.boxes, fitted, input.shape) },
    regions: head.proposals,
    gradients: async (chosen, wanted) => {
      requireRequest(chosen, wanted, { count, layers });
      const seeds = await levelGradients(answer, { chosen, places }, surroundings);
      const values = new Set(wanted.map((name) => layers.get(name)!.name));
      const gradients = await surroundings.sessions.walk.run({ seeds, kept: answer.seen, wanted: values });
      return viewsOf(wanted, layers, { kept: answer.seen, gradients, fitted });
    },
  };
}

/** Gradients of those levels that the chosen regions are read from, by value. */
async function levelGradients(
  { head, seen }: RegionAnswer,
  { chosen, places }: { readonly chosen: readonly number[]; readonly places: ScoredPlaces },
  { network: { architecture }, layers, sessions }: Surroundings,
): Promise<ReadonlyMap<string, TensorValue>> {
  const { classes } = architecture;
  const slopes = seedsOf(places, chosen, () => head.classLogits.length).get("classLogits")!;
  const rows = Int32Array.from(new Set(chosen.map((place) => regionOfPlace(place, classes))));
  const data = gatherRows(slopes, rows, classes);
  const inputs = regionInputs(gatherRows(head.proposals, rows, 4), seen, architecture);
  const classGradient: TensorValue = { type: "float32", shape: [rows.length, classes], data };
  const answer = await sessions.regions.run({ ...inputs, classGradient });
  const isRead = (level: number): boolean => inputs[`rois${level}`]!.shape[0]! > 0;
  return new Map(
    levelValues(layers).flatMap((name, level) => (isRead(level) ? [[name, answer[`featureGradient${level}`]!]] : [])),
  );
}

/** Of the pyramid's levels, finest first. */
function levelValues(layers: Layers): readonly string[] {
  const names: string[] = [];
  for (let value = layers.get(levelName(0)); value; value = layers.get(levelName(names.length))) names.push(value.name);
  return names;
}
