/** @file The job that writes a checkpoint's detector as one ONNX graph, from an image to its detections. */
import path from "node:path";
import { z } from "zod";
import { ModelCard } from "../../src-shared/domain/model";
import { refusalOfFullDisk } from "../data/files/refusal-of-full-disk";
import { cardAsMetadata, cardOfExport } from "../data/models/card-in-metadata";
import { openCheckpoint } from "../data/models/open-checkpoint";
import { writeWholeFile } from "../data/models/write-whole-file";
import { buildDetectorGraph, EXPORT_OPSET } from "../detection/export/build-detector-graph";
import { encodeModelParts } from "../numerics/onnx/encode-model";
import { BOX_SUPPRESSION } from "./detectors/faster-rcnn-network";
import { readNetwork, type AnyWeightedNetwork } from "./detectors/read-network";
import { RETINANET_SUPPRESSION } from "./detectors/retinanet-network";
import type { JobDefinition } from "./job";
import { tryModel } from "./try-model";

const ExportModelInput = z.object({
  /** Absolute; a checkpoint. */
  modelFile: z.string().min(1),
  card: ModelCard,
  /** Absolute; replaced if it is there. */
  file: z.string().min(1),
});
type ExportModelInput = z.infer<typeof ExportModelInput>;

const ExportModelOutput = z.object({ fileBytes: z.int().nonnegative() });
type ExportModelOutput = z.infer<typeof ExportModelOutput>;

/** Only a graph that has answered once gets the file's name. */
export const exportModel: JobDefinition<ExportModelInput, ExportModelOutput, never> = {
  kind: "export-model",
  input: ExportModelInput,
  output: ExportModelOutput,
  batch: z.never(),
  run: async ({ modelFile, card, file }, context) => {
    const { signal } = context;
    const exported = cardOfExport(card);
    const pieces = await encodeDetector({ modelFile, card, exported });
    const name = path.basename(file);
    const check = async (part: string): Promise<void> => {
      signal.throwIfAborted();
      await tryModel({ file: part, name, card: exported }, context);
    };
    try {
      await writeWholeFile(file, pieces, { signal, check });
    } catch (thrown) {
      throw refusalOfFullDisk(thrown, fullDisk(file));
    }
    return { fileBytes: pieces.reduce((sum, piece) => sum + piece.length, 0) };
  },
  write: async () => {},
};

/** The sentence where there is no room for a model of weights or for a graph. */
export function fullDisk(file: string): string {
  return `The disk is full, and ${path.basename(file)} was not written; room for a file as large as the model was expected in ${path.dirname(file)}.`;
}

async function encodeDetector({
  modelFile,
  card,
  exported,
}: Omit<ExportModelInput, "file"> & { readonly exported: ModelCard }): Promise<readonly Uint8Array[]> {
  const checkpoint = await openCheckpoint(modelFile);
  try {
    const source = { file: modelFile, name: card.name, card, device: "cpu", precision: "single" } as const;
    const read = readNetwork(checkpoint, source);
    const { architecture, parameters, settings: network } = read.network;
    const settings = { network, scoreFloor: card.scoreFloor, suppression: suppressionOf(read) };
    const graph = buildDetectorGraph(architecture, parameters, { settings, input: card.input });
    return encodeModelParts(graph, { opset: EXPORT_OPSET, metadata: cardAsMetadata(exported) });
  } finally {
    await checkpoint.close();
  }
}

function suppressionOf({ kind, network }: AnyWeightedNetwork) {
  return network.card.suppression ?? (kind === "faster-rcnn" ? BOX_SUPPRESSION : RETINANET_SUPPRESSION);
}
