/** @file Explains imported ONNX graphs of every convention: the file runs as it is, and its gradient is a graph beside it. */
import { readFile } from "node:fs/promises";
import path from "node:path";
import { Failure } from "../../../src-shared/domain/failure";
import type { PreparedInput } from "../../detection/preprocessing/prepare-input";
import type { ImportedGraph } from "../../numerics/autodiff/imported-forward";
import type { Dimension } from "../../numerics/onnx/graph";
import { readModel } from "../../numerics/onnx/onnx-model";
import { replaceInitialisers } from "../../numerics/onnx/replace-initialisers";
import type { Answer } from "../detectors/answer-tensors";
import { detectorSignature, type DetectorSignature } from "../detector-signature";
import type { DetectorContext, DetectorSource } from "../detectors/detector";
import { GRAPH_FAMILIES } from "../detectors/graph-families";
import type { GraphFamily } from "../detectors/graph-detector";
import type { GraphConvention } from "../output-rules";
import type { Session } from "../runtime/session";
import type { Explainer, Look, LookOptions } from "./explainer";
import { ForwardRecorder, type Recording } from "./forward-recorder";
import { GraphGradients } from "./graph-gradients";
import { inTurn } from "./in-turn";
import { behindBoxes, listGraphLayers, suggestLayers, type GraphLayer } from "./graph-layers";
import { lookOnRecording } from "./graph-look";
import { FAMILY_PLACES } from "./graph-places";
import { partsOfGraph, scrambleWeights, type GraphPart } from "./scramble-graph";
import { readImportedModel, type InputShapes, type ReadModel } from "./imported-model";

/** Opens a graph of any convention for explaining.
 * @throws {Failure} in one sentence about the file, or about the device that was asked for. */
export async function openGraphExplainer(given: DetectorSource, context: DetectorContext): Promise<Explainer> {
  const source = { ...given, name: given.name ?? path.basename(given.file), convention: conventionOf(given) };
  return openContent(given.file, source, context);
}

interface NamedSource extends DetectorSource {
  readonly name: string;
  readonly convention: GraphConvention;
}

function conventionOf({ card: { convention, name } }: DetectorSource): GraphConvention {
  if (convention !== "checkpoint") return convention;
  throw new Failure("internal", `${name} is a checkpoint; an ONNX graph was expected.`);
}

/** An absolute path, or the bytes of a file. */
type Content = string | Uint8Array;

async function openContent(content: Content, source: NamedSource, context: DetectorContext): Promise<Explainer> {
  const family = GRAPH_FAMILIES[source.convention];
  const model = readImportedModel(await bytesOf(content), source.name);
  const recorded = { content, family, typeOf: model.typeOf };
  const { opened, ...placed } = await context.sessions.choose(source.device, source, async (provider) =>
    ForwardRecorder.open(recorded, { provider, log: context.log }),
  );
  try {
    const explainer = new GraphExplainer(source, { model, family, recorder: opened });
    return {
      card: source.card,
      ...placed,
      ...explainer.layers,
      ...scramblingOf(explainer, { content, source: { ...source, device: placed.provider }, context }),
      look: async (input, options) => explainer.look(input, options),
      release: async () => explainer.release(),
    };
  } catch (thrown) {
    await opened.release();
    throw thrown;
  }
}

/** @throws {Failure} `not-found` where the file is gone. */
async function bytesOf(content: Content): Promise<Uint8Array> {
  if (typeof content !== "string") return content;
  try {
    return await readFile(content);
  } catch (cause) {
    throw new Failure("not-found", `The model's file ${content} cannot be read.`, { cause });
  }
}

interface ScramblingFrom {
  readonly content: Content;
  readonly source: NamedSource;
  readonly context: DetectorContext;
}

/** What a graph chose by itself with other weights would be other boxes. */
function scramblingOf(
  { parts, imported }: GraphExplainer,
  { content, source, context }: ScramblingFrom,
): Pick<Explainer, "parts" | "scrambled"> {
  return {
    parts: parts.map(({ name }) => name),
    scrambled: async (wanted, seed) => {
      const part = parts.find(({ name }) => name === wanted);
      if (!part) {
        const known = parts.length === 0 ? "none" : parts.map(({ name }) => name).join(", ");
        throw new Failure("invalid-input", `${source.name} has no part ${wanted} to draw anew; it has ${known}.`);
      }
      const weights = scrambleWeights(imported, part, seed);
      return openContent(replaceInitialisers(readModel(await bytesOf(content)), weights), source, context);
    },
  };
}

interface Opened {
  readonly model: ReadModel;
  readonly family: GraphFamily;
  readonly recorder: ForwardRecorder;
}

class GraphExplainer {
  readonly layers: Pick<Explainer, "layers" | "suggestedLayers">;
  readonly parts: readonly GraphPart[];
  /** For the size of image that the card or the graph tells. */
  readonly imported: ImportedGraph;
  readonly #source: NamedSource;
  readonly #opened: Opened;
  readonly #signature: DetectorSignature<GraphConvention>;
  readonly #gradients: GraphGradients;
  /** A session is let go of when more is to be written down, so that nobody else may be running it. */
  readonly #inTurn = inTurn();

  /** @throws {Failure} `unsupported` when the graph is none of its convention, or cannot be followed. */
  constructor(source: NamedSource, opened: Opened) {
    this.#source = source;
    this.#opened = opened;
    this.#signature = detectorSignature(opened.recorder.ends, source.name, source.convention);
    this.#gradients = new GraphGradients(opened.recorder);
    this.imported = opened.model.graphFor(declaredShapes(this.#signature, source.card.input));
    const layers = this.#layersOf(this.imported);
    const suggested = suggestLayers(layers);
    this.parts = FAMILY_PLACES[source.convention].isChosenInside ? [] : partsOfGraph(suggested);
    this.layers = {
      layers: layers.map(({ name, title, channels }) => ({ name, title, channels })),
      suggestedLayers: suggested.map(({ name }) => name),
    };
  }

  async look(input: PreparedInput, options: LookOptions = {}): Promise<Look> {
    const { convention, card, name } = this.#source;
    const { recorder, family, model } = this.#opened;
    let recording: Recording | undefined;
    const run = async (inputs: Answer): Promise<Answer> => {
      recording = await recorder.run(inputs);
      return recording.answer;
    };
    const ask = family.ask(
      { ...recorder.ends, provider: recorder.place.provider, run, ...NOT_A_SESSION },
      this.#source,
    );
    const answer = await this.#inTurn(async () => ask(input));
    if (!recording) throw new Failure("internal", `${name} was not run on the image.`);
    const imported = model.graphFor(shapesOf(recording));
    return lookOnRecording(
      {
        answer,
        recording,
        imported,
        layers: this.#layersOf(imported),
        gradients: this.#gradients,
        inTurn: this.#inTurn,
      },
      { convention, names: this.#signature.outputNames, card, input, ...options },
    );
  }

  async release(): Promise<void> {
    await this.#inTurn(async () => {
      await this.#gradients.release();
      await this.#opened.recorder.release();
    });
  }

  #layersOf(imported: ImportedGraph): readonly GraphLayer[] {
    const { scoreOutputs, boxesFirstAlong } = FAMILY_PLACES[this.#source.convention];
    const outputs = scoreOutputs(this.#signature.outputNames as never);
    const ends =
      boxesFirstAlong === undefined ? outputs : outputs.flatMap((name) => behindBoxes(name, boxesFirstAlong, imported));
    return listGraphLayers(imported, ends);
  }
}

/** A family asks a session for its ends and its runs alone. */
const NOT_A_SESSION: Pick<Session, "takePlacement" | "release"> = {
  takePlacement: async () => undefined,
  release: async () => undefined,
};

/** One image, in the size of the card or of the graph where one of them tells it. */
function declaredShapes(
  { inputName, hasBatchAxis, channels, heightPx, widthPx, sizeInputName }: DetectorSignature<GraphConvention>,
  card: DetectorSource["card"]["input"],
): InputShapes {
  const image: readonly Dimension[] = [
    channels ?? card.channels,
    heightPx ?? card.heightPx ?? "height",
    widthPx ?? card.widthPx ?? "width",
  ];
  const shapes = new Map([[inputName, hasBatchAxis ? [1, ...image] : image]]);
  if (sizeInputName !== undefined) shapes.set(sizeInputName, [1, 2]);
  return shapes;
}

function shapesOf({ inputs }: Recording): InputShapes {
  return new Map(Object.entries(inputs).map(([name, { shape }]) => [name, shape]));
}
