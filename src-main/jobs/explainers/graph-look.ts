/** @file What one forward pass of an imported graph says: its candidates, and on request the gradients of their scores. */
import { Failure } from "../../../src-shared/domain/failure";
import type { ModelCard } from "../../../src-shared/domain/model";
import { candidatesAt, choosePlaces, findSources, seedsOf } from "../../detection/candidates/choose-candidates";
import type { ScoredPlaces } from "../../detection/candidates/scored-places";
import type { PreparedInput } from "../../detection/preprocessing/prepare-input";
import type { ImportedGraph } from "../../numerics/autodiff/imported-forward";
import { requireFloats } from "../detectors/answer-tensors";
import { cornersOfAnswer } from "../detectors/corners-of-answer";
import type { DetectorAnswer } from "../detectors/detector";
import type { ConventionOutputs, GraphConvention } from "../output-rules";
import type { Look, LookOptions } from "./explainer";
import type { Recording } from "./forward-recorder";
import type { GraphGradients } from "./graph-gradients";
import type { InTurn } from "./in-turn";
import { suggestLayers, type GraphLayer } from "./graph-layers";
import { FAMILY_PLACES } from "./graph-places";

export interface RecordedAnswer {
  readonly answer: DetectorAnswer;
  readonly recording: Recording;
  readonly imported: ImportedGraph;
  readonly layers: readonly GraphLayer[];
  readonly gradients: GraphGradients;
  readonly inTurn: InTurn;
}

export interface ReadWith extends LookOptions {
  readonly convention: GraphConvention;
  readonly names: ConventionOutputs[GraphConvention];
  readonly card: ModelCard;
  readonly input: PreparedInput;
}

/** @throws {Failure} `unsupported` when the answer's shape is none of the convention's. */
export function lookOnRecording(recorded: RecordedAnswer, { convention, pinnedTo, ...reading }: ReadWith): Look {
  const { answer, imported, layers, gradients, inTurn } = recorded;
  const family = FAMILY_PLACES[convention];
  const places = family.places({ ...reading, names: reading.names as never, raw: recorded.recording.answer, answer });
  // A graph that chooses inside answers with what it chose, however low its scores.
  const floor = family.isChosenInside ? -Infinity : reading.card.scoreFloor;
  const chosen = pinnedTo?.regions instanceof Int32Array ? pinnedTo.regions : choosePlaces(places, floor);
  const candidates = candidatesAt(places, chosen);
  let { recording } = recorded;
  return {
    answer,
    sources: sourcesOf(answer, { candidates, isPinned: pinnedTo !== undefined }),
    candidates,
    regions: chosen,
    gradients: async (wanted, names) => {
      const asked = wanted.map((candidate) => placeOf(candidate, chosen));
      if (asked.length === 0) throw new Failure("invalid-input", "Nothing was chosen whose score a map could explain.");
      const question = {
        imported,
        seeds: seedsFor(places, asked, recording),
        layers: names.map((name) => layerNamed(name, layers)),
        mayBeIdle: pinnedTo !== undefined,
      };
      const found = await inTurn(async () => gradients.ask({ ...question, recording }));
      ({ recording } = found);
      return found.views;
    },
  };
}

function sourcesOf(
  answer: DetectorAnswer,
  { candidates, isPinned }: { readonly candidates: Look["candidates"]; readonly isPinned: boolean },
): Int32Array {
  const { boxes, scores, labels } = cornersOfAnswer(answer, -Infinity);
  const sources = findSources({ boxes, scores, labels: Int32Array.from(labels) }, candidates);
  const stray = sources.indexOf(-1);
  // What other weights detect need not be among the places that were pinned.
  if (stray < 0 || isPinned) return sources;
  const sentence = `Detection ${stray + 1} of the model is none of its ${candidates.scores.length} candidates.`;
  throw new Failure("internal", sentence);
}

function placeOf(candidate: number, chosen: Int32Array): number {
  const place = chosen[candidate];
  if (place !== undefined) return place;
  throw new Failure(
    "invalid-input",
    `Candidate ${candidate} was asked for; the model has ${chosen.length} on this image.`,
  );
}

function seedsFor(
  places: ScoredPlaces,
  asked: readonly number[],
  { answer }: Recording,
): ReadonlyMap<string, Float32Array> {
  return seedsOf(places, asked, (output) => requireFloats(answer, output).data.length);
}

function layerNamed(wanted: string, layers: readonly GraphLayer[]): GraphLayer {
  const layer = layers.find(({ name }) => name === wanted);
  if (layer) return layer;
  const others = suggestLayers(layers)
    .map(({ name }) => name)
    .join(", ");
  throw new Failure("invalid-input", `The model has no layer ${wanted}; ${others} are among those that it has.`);
}
