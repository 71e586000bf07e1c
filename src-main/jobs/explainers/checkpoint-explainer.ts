/** @file A checkpoint's explainer: the network is told from the weights' shapes and built with its way back. */
import path from "node:path";
import { Failure } from "../../../src-shared/domain/failure";
import { openCheckpoint } from "../../data/models/open-checkpoint";
import { networkLayers, suggestedLayers } from "../../detection/networks/network-layers";
import { networkParts, type NetworkPart } from "../../detection/networks/network-parts";
import { scrambleParameters } from "../../detection/networks/scramble-parameters";
import type { DetectorSource } from "../detectors/detector";
import { readNetwork, type AnyWeightedNetwork } from "../detectors/read-network";
import type { Explainer, ExplainerOpener } from "./explainer";
import { openFasterRcnnExplainer } from "./faster-rcnn-explainer";
import type { ExplainerPlace } from "./gradient-walk";
import type { OpenExplainer } from "./layered-explainer";
import { openRetinaNetExplainer } from "./retinanet-explainer";

/** In single precision whatever the source says: a gradient's small numbers are lost in half. The file is read for as
 * long as graphs are built from it, and once more for each scrambled network. */
export const openCheckpointExplainer: ExplainerOpener = async (given, { sessions, log }) => {
  const source: NamedSource = { ...given, precision: "single", name: given.name ?? path.basename(given.file) };
  if (given.precision === "half") log.info(`${source.name} is explained in single precision; half was asked for.`);
  const { opened, ...placed } = await sessions.choose(source.device, source, async (provider) =>
    openOn({ provider, log }, source),
  );
  const { network, explainer } = opened;
  const { architecture } = network;
  const parts = networkParts(architecture);
  const describe = (open: OpenExplainer): Explainer => ({
    card: source.card,
    ...placed,
    layers: networkLayers(architecture),
    suggestedLayers: suggestedLayers(architecture),
    parts: parts.map(({ name }) => name),
    scrambled: async (part, seed) => {
      const drawn = partsDownTo(part, parts);
      const isDrawn = (name: string): boolean => drawn.some(({ owns }) => owns(name));
      return describe((await openOn({ provider: placed.provider, log }, source, { isDrawn, seed })).explainer);
    },
    ...open,
  });
  return describe(explainer);
};

type NamedSource = DetectorSource & { readonly name: string };

async function openOn(
  device: Pick<ExplainerPlace, "provider" | "log">,
  source: NamedSource,
  scramble?: Parameters<typeof scrambleParameters>[1],
): Promise<AnyWeightedNetwork & { readonly explainer: OpenExplainer }> {
  const checkpoint = await openCheckpoint(source.file);
  try {
    const read = readNetwork(checkpoint, source);
    const drawn = scramble && { parameters: scrambleParameters(read.network.parameters, scramble) };
    const place: ExplainerPlace = { ...device, isRecorded: false, takesTurns: true, isSparing: true };
    const explainer =
      read.kind === "faster-rcnn"
        ? await openFasterRcnnExplainer({ ...read.network, ...drawn }, place)
        : await openRetinaNetExplainer({ ...read.network, ...drawn }, place);
    return { ...read, explainer };
  } finally {
    await checkpoint.close();
  }
}

function partsDownTo(wanted: string, parts: readonly NetworkPart[]): readonly NetworkPart[] {
  const place = parts.findIndex(({ name }) => name === wanted);
  if (place >= 0) return parts.slice(0, place + 1);
  const known = parts.map(({ name }) => name).join(", ");
  throw new Failure("invalid-input", `The network has no part ${wanted}; ${known} are those that it has.`);
}
