/** @file Gradients of an imported graph's outputs with respect to its layers, each question's graph built once. */
import { Failure } from "../../../src-shared/domain/failure";
import type { LayerView } from "../../detection/explanation/layer-view";
import { buildGradientGraph, type GradientGraph } from "../../numerics/autodiff/gradient-graph";
import { openQuestions, requireRules, settle, type ImportedGraph } from "../../numerics/autodiff/imported-forward";
import { smoothPath } from "../../numerics/autodiff/smooth-path";
import type { GraphNode } from "../../numerics/onnx/graph";
import type { KnownValue } from "../../numerics/onnx/operators/define-operator";
import type { Session, TensorValue } from "../runtime/session";
import { sizesOf, tensorOf, type ForwardRecorder, type Recording } from "./forward-recorder";
import type { GraphLayer } from "./graph-layers";
import { filledPart, findImagePadding, type ImagePadding } from "./image-padding";
import { openWayBack } from "./open-way-back";

export interface GradientRequest {
  readonly imported: ImportedGraph;
  readonly recording: Recording;
  /** The gradient of each raw output that the explained scores depend on. */
  readonly seeds: ReadonlyMap<string, Float32Array>;
  readonly layers: readonly GraphLayer[];
  /** Whether a gradient of nothing but zeros is an answer: of a network that was made of chance numbers it is. */
  readonly mayBeIdle: boolean;
}

export interface GradientAnswer {
  /** By the layer's name. */
  readonly views: ReadonlyMap<string, LayerView>;
  /** As complete as this question needed it. */
  readonly recording: Recording;
}

/** Graphs that are kept open: each has memory of its own for what it computes. */
const KEPT_GRAPHS = 2;

export class GraphGradients {
  readonly #recorder: ForwardRecorder;
  /** The last one used stands last. */
  readonly #kept = new Map<string, OpenGradient>();

  constructor(recorder: ForwardRecorder) {
    this.#recorder = recorder;
  }

  /** @throws {Failure} `unsupported` where a layer has no part in the scores, or a node on the way has no gradient. */
  async ask({ imported, seeds, layers, mayBeIdle, ...request }: GradientRequest): Promise<GradientAnswer> {
    const starts = [...new Set(layers.map(({ tensor }) => tensor))];
    const ends = [...seeds.keys()].toSorted();
    const path = smoothPath(imported.graph, imported.known, { starts, ends });
    requireRules(path);
    requireDependence(layers, path);
    const questions = openQuestions(path, imported);
    const padding = findImagePadding(imported);
    const asked = [...questions.sizesOf, ...(padding ? [padding.before, padding.behind] : [])];
    const sized = await this.#recorder.complete(request.recording, {
      tensors: [...starts, ...questions.contentsOf],
      sizesOf: asked,
    });
    const settled = settle(path, imported, {
      sizesOf: (name) => sizesOf(sized, name),
      contentsOf: (name) => (questions.contentsOf.includes(name) ? numbersOf(tensorOf(sized, name)) : undefined),
    });
    const gradient = await this.#open(imported, { path, starts, ends, settled });
    const recording = await this.#recorder.complete(sized, {
      tensors: [...starts, ...questions.contentsOf, ...gradient.reads.values()],
      sizesOf: asked,
    });
    const answer = await gradient.session.run(feedsOf(gradient, recording, { seeds, settled }));
    return { views: viewsOf(layers, { gradient, recording, answer, mayBeIdle, padding }), recording };
  }

  async release(): Promise<void> {
    const open = [...this.#kept.values()];
    this.#kept.clear();
    for (const { session } of open) await session.release();
  }

  async #open(imported: ImportedGraph, question: Parameters<typeof buildGradientGraph>[1]): Promise<OpenGradient> {
    const key = JSON.stringify([question.starts, question.ends, [...question.settled]]);
    const kept = this.#kept.get(key);
    this.#kept.delete(key);
    const gradient = kept ?? (await openGradient(buildGradientGraph(imported, question), this.#recorder.place));
    this.#kept.set(key, gradient);
    const [oldest] = this.#kept;
    if (oldest && this.#kept.size > KEPT_GRAPHS) {
      this.#kept.delete(oldest[0]);
      await oldest[1].session.release();
    }
    return gradient;
  }
}

interface OpenGradient extends Pick<GradientGraph, "reads" | "seeds" | "gradients"> {
  readonly session: Session;
}

async function openGradient(
  { graph, ...names }: GradientGraph,
  place: ForwardRecorder["place"],
): Promise<OpenGradient> {
  return { ...names, session: await openWayBack(graph, { ...place, isRecorded: false, takesTurns: true }) };
}

function requireDependence(layers: readonly GraphLayer[], path: readonly GraphNode[]): void {
  const read = new Set(path.flatMap(({ inputs }) => inputs));
  const idle = layers.find(({ tensor }) => !read.has(tensor));
  if (idle) throw noPart(idle);
}

function noPart({ name }: GraphLayer): Failure {
  return new Failure("unsupported", `The layer ${name} has no part in the score that is explained.`);
}

/** Behind a choice of boxes every layer is on the path, with or without a part in those that were chosen; and a logistic
 * function is flat to the last bit of float32 from about 17 on. */
function noSlope({ name }: GraphLayer): Failure {
  const sentence = `The layer ${name} has no part in the score that is explained, or the score is so near to 0 or 1 that no change there moves it.`;
  return new Failure("unsupported", sentence);
}

function numbersOf(tensor: TensorValue | undefined): readonly number[] | undefined {
  return tensor && Array.from(tensor.data, Number);
}

interface Given {
  readonly seeds: ReadonlyMap<string, Float32Array>;
  readonly settled: ReadonlyMap<string, KnownValue>;
}

function feedsOf(
  { reads, seeds: inputs }: OpenGradient,
  recording: Recording,
  { seeds, settled }: Given,
): Readonly<Record<string, TensorValue>> {
  const tensors = Array.from(reads, ([input, name]) => [input, tensorOf(recording, name)!] as const);
  const gradients = Array.from(inputs, ([name, input]): readonly [string, TensorValue] => {
    const shape = settled.get(name)!.shape.map(Number);
    return [input, { type: "float32", shape, data: seeds.get(name)! }];
  });
  return Object.fromEntries([...tensors, ...gradients]);
}

interface Answered {
  readonly gradient: OpenGradient;
  readonly recording: Recording;
  readonly answer: Readonly<Record<string, TensorValue>>;
  readonly mayBeIdle: boolean;
  readonly padding: ImagePadding | undefined;
}

function viewsOf(
  layers: readonly GraphLayer[],
  { gradient, recording, answer, mayBeIdle, padding }: Answered,
): ReadonlyMap<string, LayerView> {
  return new Map(
    layers.map((layer) => {
      const output = gradient.gradients.get(layer.tensor);
      const slopes = output === undefined ? undefined : (answer[output]!.data as Float32Array);
      if (!slopes) throw noPart(layer);
      if (!mayBeIdle && slopes.every((slope) => slope === 0)) throw noSlope(layer);
      const { data, shape } = tensorOf(recording, layer.tensor)!;
      const [, channels = 0, rows = 0, columns = 0] = shape;
      const filled =
        padding &&
        filledPart({ rows, columns }, sizesOf(recording, padding.before)!, sizesOf(recording, padding.behind)!);
      const view = { channels, rows, columns, activation: data as Float32Array, gradient: slopes };
      return [layer.name, filled ? { ...view, filled } : view] as const;
    }),
  );
}
