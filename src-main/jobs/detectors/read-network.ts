/** @file Tells a network from a checkpoint's weights and puts both together. */
import type { OpenCheckpoint } from "../../data/models/open-checkpoint";
import type { DetectorArchitecture } from "../../detection/networks/architecture";
import { networkSettings } from "../../detection/networks/network-settings";
import { readParameters } from "../../detection/networks/parameters";
import { readArchitecture } from "../../detection/networks/read-architecture";
import type { DetectorSource } from "./detector";
import type { WeightedNetwork } from "./open-network";

/** Of each architecture the network that has it, so that one may ask for its kind. */
export type AnyWeightedNetwork = {
  [Kind in DetectorArchitecture["kind"]]: {
    readonly kind: Kind;
    readonly network: WeightedNetwork<Extract<DetectorArchitecture, { readonly kind: Kind }>>;
  };
}[DetectorArchitecture["kind"]];

/** Weights are loaded while graphs are built, for as long as the checkpoint is open.
 * @throws {Failure} `unsupported` for another network's weights, `invalid-input` for a card that does not fit. */
export function readNetwork(
  { tensors }: OpenCheckpoint,
  { name, card, precision }: DetectorSource & { readonly name: string },
): AnyWeightedNetwork {
  const shapes = new Map([...tensors].map(([key, { shape }]) => [key, shape]));
  const architecture = readArchitecture(shapes, name);
  const settings = networkSettings(architecture, card.network);
  const network = { card, precision, settings, parameters: readParameters(tensors, name) };
  return architecture.kind === "faster-rcnn"
    ? { kind: architecture.kind, network: { ...network, architecture } }
    : { kind: architecture.kind, network: { ...network, architecture } };
}
