/** @file `overread models inspect`: what a model file is and holds; no project is needed. */
import { basename, resolve } from "node:path";
import { EXECUTION_PROVIDER_NAMES, type DeviceTrial } from "../../../src-shared/domain/device";
import { MODEL_CONVENTIONS, type ModelCard, type ModelInspection } from "../../../src-shared/domain/model";
import { CONVENTION_CARDS } from "../../data/models/card-presets";
import { printableText } from "../../numerics/pickle/printable-name";
import { parseConvention } from "./choose-card";
import { withApplication, type CommandContext } from "./command-context";
import { formatTable } from "./format-table";

/** A graph may have hundreds of outputs. */
const LONGEST_LINE = 2000;

export interface InspectModelOptions {
  readonly file: string;
  readonly convention?: string | undefined;
  /** Whether this machine's devices are tried as well. */
  readonly devices: boolean;
  readonly json: boolean;
}

export async function inspectModelCommand(context: CommandContext, options: InspectModelOptions): Promise<void> {
  const file = resolve(options.file);
  const known = options.convention === undefined ? {} : { convention: parseConvention(options.convention) };
  await withApplication(context, async ({ client }) => {
    const inspection = await client.models.inspect({ file, ...known });
    const devices = options.devices ? await client.models.devices({ isFresh: false }) : undefined;
    const text = options.json
      ? JSON.stringify({ ...inspection, ...(devices && { devices }) }, undefined, 2)
      : describeInspection(inspection, basename(file), devices);
    context.terminal.print(text);
  });
}

function describeInspection(inspection: ModelInspection, name: string, devices?: readonly DeviceTrial[]): string {
  const { facts, suggestedCard } = inspection;
  const rows = [
    ["File", `${name}, ${formatBytes(inspection.fileBytes)}`],
    ["SHA-256", inspection.sha256],
    ["Format", facts.format],
    ["Architecture", facts.architecture],
    ["Parameters", formatCount(facts.parameters)],
    ["Classes", facts.classes],
    ["Operator set", facts.opset],
    ["Written by", facts.producer],
    ["Takes", describeTensors(inspection.inputs)],
    ["Answers", describeTensors(inspection.outputs)],
    ...describeConventions(inspection),
    ...describeCard(suggestedCard),
    ...(facts.warnings ?? []).map((warning) => ["Note", warning]),
    ...(devices ?? []).map(({ provider, works, detail }, index) => [
      index === 0 ? "Devices" : "",
      `${EXECUTION_PROVIDER_NAMES[provider]} ${works ? "works" : "does not work"}. ${detail}`,
    ]),
  ].filter(([, value]) => value !== undefined && value !== "");
  // Names of tensors, classes and programs are a stranger's.
  return formatTable({ rows: rows.map(([title, value]) => [title, printableText(String(value), LONGEST_LINE)]) });
}

/** The one that it is read by comes first; a person may name one of the others. */
function describeConventions({ conventions, suggestedCard }: ModelInspection): string[][] {
  const chosen = suggestedCard.convention;
  const others = conventions.filter(({ convention }) => convention !== chosen);
  const why = conventions.find(({ convention }) => convention === chosen)?.reason ?? "";
  return [
    ["Convention", `${chosen} (${MODEL_CONVENTIONS[chosen]}). ${why}`.trim()],
    ...others.map(({ convention, reason }) => [
      "fits too",
      `--convention ${convention} (${MODEL_CONVENTIONS[convention]}). ${reason}`,
    ]),
  ];
}

function describeCard(card: ModelCard): (string | undefined)[][] {
  const { input, labels, scoreFloor, suppression } = card;
  const size = input.widthPx === undefined ? "the image's own size" : `${input.widthPx} × ${input.heightPx} px`;
  const normalised = input.normalisation ? `normalised by ${input.normalisation.mean.join(", ")}` : "0 to 1";
  const names = Object.entries(labels).map(([number, label]) => `${number} ${label}`);
  const more = names.length > 8 ? `, … ${names.length} in all` : "";
  return [
    ["Card: input", `${size}, ${input.channels} channels, ${describeResize(card)}, ${normalised}`],
    ["Card: network", describeNetwork(card)],
    ["Card: labels", names.slice(0, 8).join(", ") + more],
    ["Card: scores", `from ${scoreFloor}`],
    ["Card: suppression", suppression && `IoU ${suppression.iouThreshold}, ${suppression.detectionsPerImage} an image`],
  ];
}

function describeResize({ convention, input }: ModelCard): string {
  if (input.resize !== "none") return `resized by ${input.resize}`;
  return convention === "checkpoint" ? "resized by the network alone" : "not resized";
}

/** Of a card that names no sizes, the network's own. */
function describeNetwork({ convention, network }: ModelCard): string | undefined {
  if (convention !== "checkpoint") return undefined;
  const { minSizePx, maxSizePx } = { ...CONVENTION_CARDS.checkpoint.network, ...network };
  return `resizes the shorter side to ${minSizePx} px, the longer to ${maxSizePx} px at most`;
}

function describeTensors(tensors: ModelInspection["inputs"]): string {
  return tensors.map(({ name, type, shape }) => `${name} ${type} [${shape.join(", ")}]`).join("; ");
}

function formatBytes(bytes: number): string {
  return bytes < 1e5 ? `${bytes} bytes` : `${(bytes / 1e6).toFixed(1)} MB`;
}

function formatCount(count: number): string {
  return count < 1e5 ? String(count) : `${(count / 1e6).toFixed(1)} M`;
}
