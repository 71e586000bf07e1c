/** @file Looks into an ONNX model: its conventions, and how it is most likely fed. */
import path from "node:path";
import { Failure } from "../../src-shared/domain/failure";
import type { ModelCard } from "../../src-shared/domain/model";
import { cardInMetadata } from "../data/models/card-in-metadata";
import { CONVENTION_CARDS } from "../data/models/card-presets";
import { exporterLabels } from "../data/models/exporter-labels";
import { readOnnx } from "../data/models/read-onnx";
import { suggestCard, type SaidByFile } from "../data/models/suggest-card";
import type { Graph, ValueInfo } from "../numerics/onnx/graph";
import type { GraphEnds } from "./detector-signature";
import { graphWarnings } from "./graph-warnings";
import { imageInputOf } from "./image-input";
import type { ModelContent, ModelReading } from "./model-content";
import { recogniseConventions, type ConventionCandidate } from "./recognise-conventions";
import { openSession } from "./runtime/open-session";
import type { SessionFactory, TensorDescription } from "./runtime/session";

/** @throws {Failure} `unsupported` when it is no whole ONNX model of a detector, or cannot be run here. */
export async function lookIntoGraph(file: string, sessions: SessionFactory): Promise<ModelContent> {
  const { model, facts, dataFiles } = readOnnx(file);
  const { metadata, graph } = model;
  const ends = await endsOf(graph, file, sessions);
  const candidates = recogniseConventions({ ...ends, metadata }, path.basename(file));
  const { channels, heightPx, widthPx } = imageInputOf(ends.inputs) ?? imageInputOf(ends.inputs, true)!;
  const input = {
    ...(channels !== undefined && { channels }),
    ...(heightPx !== undefined && { heightPx }),
    ...(widthPx !== undefined && { widthPx }),
  };
  requireSize(input, path.basename(file));
  const labels = exporterLabels(metadata);
  const said = { file, ...input, ...(labels && { labels }) };
  const { card, warning } = ownCard(metadata, path.basename(file));
  const warnings = [...graphWarnings(graph, facts, path.basename(file)), ...(warning === undefined ? [] : [warning])];
  return {
    facts: { ...facts, ...(warnings.length > 0 && { warnings }) },
    readings: candidates.map((candidate) => {
      const reading = readingOf(candidate, said);
      return card?.convention === reading.convention ? { ...reading, card } : reading;
    }),
    dataFiles,
    input,
  };
}

/** That of a newer version of this program may not be readable; the model still is. */
function ownCard(
  metadata: ReadonlyMap<string, string>,
  name: string,
): { readonly card?: ModelCard | undefined; readonly warning?: string } {
  try {
    return { card: cardInMetadata(metadata, name) };
  } catch (thrown) {
    if (!(thrown instanceof Failure)) throw thrown;
    return { warning: thrown.message };
  }
}

function readingOf({ convention, reason, classes }: ConventionCandidate, said: SaidByFile): ModelReading {
  const known = classes !== undefined && classes > 0 ? { classes } : {};
  const preset = withoutMisfit(CONVENTION_CARDS[convention], said);
  return { convention, reason, ...known, card: suggestCard(preset, { ...said, ...known }) };
}

/** A trial run with the image that a graph asks for must fit into memory. */
const MOST_SIDE_PX = 8192;

function requireSize({ heightPx = 1, widthPx = 1 }: ModelContent["input"], name: string): void {
  if (Math.min(heightPx, widthPx) >= 1 && Math.max(heightPx, widthPx) <= MOST_SIDE_PX) return;
  const sentence = `${name} takes images of ${widthPx} × ${heightPx} pixels; 1 to ${MOST_SIDE_PX} a side were expected.`;
  throw new Failure("unsupported", sentence);
}

/** A graph that fixes one side only, or another size than the preset's ratio, is left to the person. */
function withoutMisfit(card: ModelCard, { heightPx, widthPx }: ModelContent["input"]): ModelCard {
  const isHalfFixed = (heightPx === undefined) !== (widthPx === undefined);
  if (!isHalfFixed) return card;
  const side = heightPx ?? widthPx!;
  return { ...card, input: { ...card.input, heightPx: side, widthPx: side } };
}

/** Names, types and shapes; where the file leaves a shape open, what ONNX Runtime works out. */
async function endsOf({ inputs, outputs }: Graph, file: string, sessions: SessionFactory): Promise<GraphEnds> {
  if ([...inputs, ...outputs].every(({ shape }) => shape !== undefined && shape.length > 0)) {
    return { inputs: inputs.map(describe), outputs: outputs.map(describe) };
  }
  const { opened } = await sessions.choose("cpu", { name: path.basename(file) }, (provider) =>
    openSession(file, provider),
  );
  try {
    return { inputs: opened.inputs, outputs: opened.outputs };
  } finally {
    await opened.release();
  }
}

function describe({ name, type, shape = [] }: ValueInfo): TensorDescription {
  return { name, type, shape };
}
