/** @file Explains imported ONNX graphs of every convention: the file runs as it is, and its gradient is a graph beside it. */
import path from "node:path";
import { Failure } from "../../../src-shared/domain/failure";
import type { PreparedInput } from "../../detection/preprocessing/prepare-input";
import type { ImportedGraph } from "../../numerics/autodiff/imported-forward";
import type { Dimension } from "../../numerics/onnx/graph";
import { detectorSignature, type DetectorSignature } from "../detector-signature";
import type { DetectorContext, DetectorSource } from "../detectors/detector";
import { GRAPH_FAMILIES } from "../detectors/graph-families";
import type { GraphFamily } from "../detectors/graph-detector";
import type { GraphConvention } from "../output-rules";
import type { Session } from "../runtime/session";
import type { Explainer, Look, LookOptions } from "./explainer";
import { ForwardRecorder, type Recording } from "./forward-recorder";
import { GraphGradients } from "./graph-gradients";
import { listGraphLayers, suggestLayers, type GraphLayer } from "./graph-layers";
import { lookOnRecording } from "./graph-look";
import { FAMILY_PLACES } from "./graph-places";
import { readImportedModel, type InputShapes, type ReadModel } from "./imported-model";

/** Opens a graph of any convention for explaining. Parts of it cannot be drawn anew.
 * @throws {Failure} in one sentence about the file, or about the device that was asked for. */
export async function openGraphExplainer(given: DetectorSource, context: DetectorContext): Promise<Explainer> {
  const source = { ...given, name: given.name ?? path.basename(given.file), convention: conventionOf(given) };
  const model = await readImportedModel(source.file, source.name);
  const family = GRAPH_FAMILIES[source.convention];
  const recorded = { file: source.file, family, typeOf: model.typeOf };
  const { opened, ...placed } = await context.sessions.choose(source.device, source, async (provider) =>
    ForwardRecorder.open(recorded, { provider, log: context.log }),
  );
  try {
    return { card: source.card, ...placed, ...explainerOf(source, { model, family, recorder: opened }) };
  } catch (thrown) {
    await opened.release();
    throw thrown;
  }
}

interface NamedSource extends DetectorSource {
  readonly name: string;
  readonly convention: GraphConvention;
}

interface Opened {
  readonly model: ReadModel;
  readonly family: GraphFamily;
  readonly recorder: ForwardRecorder;
}

function conventionOf({ card: { convention, name } }: DetectorSource): GraphConvention {
  if (convention !== "checkpoint") return convention;
  throw new Failure("internal", `${name} is a checkpoint; an ONNX graph was expected.`);
}

function explainerOf(
  source: NamedSource,
  { model, family, recorder }: Opened,
): Omit<Explainer, "card" | "provider" | "passedOver"> {
  const { name, card, convention } = source;
  const { ends } = recorder;
  const signature = detectorSignature(ends, name, convention);
  const listLayers = (imported: ImportedGraph): readonly GraphLayer[] =>
    listGraphLayers(imported, FAMILY_PLACES[convention].scoreOutputs(signature.outputNames as never));
  const layers = listLayers(model.graphFor(declaredShapes(signature, card.input)));
  const gradients = new GraphGradients(recorder);
  const ask = (run: Session["run"]) =>
    family.ask({ ...ends, provider: recorder.provider, run, ...NOT_A_SESSION }, source);
  const look = async (input: PreparedInput, options: LookOptions = {}): Promise<Look> => {
    let recording: Recording | undefined;
    const answer = await ask(async (inputs) => {
      recording = await recorder.run(inputs);
      return recording.answer;
    })(input);
    if (!recording) throw new Failure("internal", `${name} was not run on the image.`);
    const imported = model.graphFor(shapesOf(recording));
    return lookOnRecording(
      { answer, recording, imported, layers: listLayers(imported), gradients },
      { convention, names: signature.outputNames, card, input, ...options },
    );
  };
  return {
    layers: layers.map(({ name: layer, title, channels }) => ({ name: layer, title, channels })),
    suggestedLayers: suggestLayers(layers),
    look,
    parts: [],
    scrambled: async (part) => {
      throw new Failure(
        "invalid-input",
        `${name} has no part ${part}: weights of an imported graph are not drawn anew.`,
      );
    },
    release: async () => {
      await gradients.release();
      await recorder.release();
    },
  };
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
