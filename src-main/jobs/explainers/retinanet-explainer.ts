/** @file RetinaNet made ready to explain: one graph forward, and the way back from its class logits. */
import { candidatesAt, choosePlaces, findSources, seedsOf } from "../../detection/candidates/choose-candidates";
import { placesOfRetinaNet } from "../../detection/candidates/retinanet-places";
import type { ScoredPlaces } from "../../detection/candidates/scored-places";
import { buildHeads } from "../../detection/networks/retinanet";
import { boxesInInput } from "../../detection/preprocessing/fit-to-network";
import type { PreparedInput } from "../../detection/preprocessing/prepare-input";
import { anchorsBySize } from "../detectors/anchors-by-size";
import { answerInInput } from "../detectors/open-network";
import { answerHeads, selectPlaces, type HeadsAnswer, type RetinaNetNetwork } from "../detectors/retinanet-network";
import type { Look } from "./explainer";
import type { ExplainerPlace, GradientWalk } from "./gradient-walk";
import { openLayered, type Layers } from "./open-layered";
import { requireRequest, viewsOf, type OpenExplainer } from "./layered-explainer";

/** Errors are the library's own. */
export async function openRetinaNetExplainer(network: RetinaNetNetwork, place: ExplainerPlace): Promise<OpenExplainer> {
  const { architecture, parameters, settings } = network;
  const options = { batchNormEpsilon: settings.batchNormEpsilon };
  const ends = settings.anchors.map((_, level) => `classLogits${level}`);
  const { layers, forward, walk } = await openLayered(
    () => buildHeads(architecture, parameters, options),
    () => ends,
    place,
  );
  const session = { run: forward.run, anchorsOf: anchorsBySize(settings.anchors) };
  return {
    look: async (input, { pinnedTo } = {}) => {
      const answer = await answerHeads(input, network, session);
      return lookOf(answer, { input, network, layers, walk, pinned: pinnedTo?.regions as Int32Array | undefined });
    },
    release: async () => {
      await walk.release();
      await forward.release();
    },
  };
}

interface Surroundings {
  readonly input: PreparedInput;
  readonly network: RetinaNetNetwork;
  readonly layers: Layers;
  readonly walk: GradientWalk;
  readonly pinned: Int32Array | undefined;
}

function lookOf(answer: HeadsAnswer, { input, network, layers, walk, pinned }: Surroundings): Look {
  const { fitted, seen } = answer;
  const places = placesOf(answer);
  const found = selectPlaces(answer, network);
  const chosenPlaces = withPinned(choosePlaces(places, network.card.scoreFloor), pinned);
  const candidates = candidatesAt(places, chosenPlaces);
  return {
    answer: answerInInput(found, fitted, input),
    sources: findSources(found, candidates),
    candidates: { ...candidates, boxes: boxesInInput(candidates.boxes, fitted, input.shape) },
    regions: chosenPlaces,
    gradients: async (chosen, wanted) => {
      requireRequest(chosen, wanted, { count: chosenPlaces.length, layers });
      const explained = chosen.map((candidate) => chosenPlaces[candidate]!);
      const sizeOf = (output: string): number => seen[output]!.data.length;
      const seeds = new Map(
        Array.from(seedsOf(places, explained, sizeOf), ([output, data]) => [
          output,
          { type: "float32", shape: seen[output]!.shape, data } as const,
        ]),
      );
      const values = new Set(wanted.map((name) => layers.get(name)!.name));
      const gradients = await walk.run({ seeds, kept: seen, wanted: values });
      return viewsOf(wanted, layers, { kept: seen, gradients, fitted });
    },
  };
}

function placesOf({ heads }: HeadsAnswer): ScoredPlaces {
  const levels = heads.grids.map(({ gridHeight, gridWidth }, level) => ({
    output: `classLogits${level}`,
    placeInOutput: (index: number) => index,
    classLogits: heads.classLogits[level]!,
    boxDeltas: heads.boxDeltas[level]!,
    anchors: heads.anchors[level]!,
    cells: gridHeight * gridWidth,
  }));
  return placesOfRetinaNet(levels, heads);
}

/** Those of another look keep their numbers; what is new comes behind them. */
function withPinned(places: Int32Array, pinned: Int32Array | undefined): Int32Array {
  return pinned ? Int32Array.from(new Set([...pinned, ...places])) : places;
}
