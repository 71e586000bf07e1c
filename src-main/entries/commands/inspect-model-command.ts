/** @file `overread models inspect`: what a model file is and holds; no project is needed. */
import { basename, resolve } from "node:path";
import { EXECUTION_PROVIDER_NAMES, type DeviceTrial } from "../../../src-shared/domain/device";
import { MODEL_CONVENTIONS, type ModelCard, type ModelInspection } from "../../../src-shared/domain/model";
import { withApplication, type CommandContext } from "./command-context";
import { formatTable } from "./format-table";

export interface InspectModelOptions {
  readonly file: string;
  /** Whether this machine's devices are tried as well. */
  readonly devices: boolean;
  readonly json: boolean;
}

export async function inspectModelCommand(context: CommandContext, options: InspectModelOptions): Promise<void> {
  const file = resolve(options.file);
  await withApplication(context, async ({ client }) => {
    const inspection = await client.models.inspect({ file });
    const devices = options.devices ? await client.models.devices({ isFresh: false }) : undefined;
    const text = options.json
      ? JSON.stringify({ ...inspection, ...(devices && { devices }) }, undefined, 2)
      : describeInspection(inspection, basename(file), devices);
    context.terminal.print(text);
  });
}

function describeInspection(inspection: ModelInspection, name: string, devices?: readonly DeviceTrial[]): string {
  const { facts, conventions, suggestedCard } = inspection;
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
    ...conventions.map(({ convention, reason }, index) => [
      index === 0 ? "Convention" : "or",
      `${convention} (${MODEL_CONVENTIONS[convention]}). ${reason}`,
    ]),
    ...describeCard(suggestedCard),
    ...(devices ?? []).map(({ provider, works, detail }, index) => [
      index === 0 ? "Devices" : "",
      `${EXECUTION_PROVIDER_NAMES[provider]} ${works ? "works" : "does not work"}. ${detail}`,
    ]),
  ].filter(([, value]) => value !== undefined && value !== "");
  return formatTable({ rows: rows.map(([title, value]) => [title, String(value)]) });
}

function describeCard({ input, network, labels, scoreFloor, suppression }: ModelCard): (string | undefined)[][] {
  const size = input.widthPx === undefined ? "the image's own size" : `${input.widthPx} × ${input.heightPx} px`;
  const normalised = input.normalisation ? `normalised by ${input.normalisation.mean.join(", ")}` : "0 to 1";
  const names = Object.entries(labels).map(([number, label]) => `${number} ${label}`);
  const more = names.length > 8 ? `, … ${names.length} in all` : "";
  return [
    ["Card: input", `${size}, ${input.channels} channels, resized by ${input.resize}, ${normalised}`],
    ["Card: network", network?.minSizePx === undefined ? undefined : `${network.minSizePx} to ${network.maxSizePx} px`],
    ["Card: labels", names.slice(0, 8).join(", ") + more],
    ["Card: scores", `from ${scoreFloor}`],
    ["Card: suppression", suppression && `IoU ${suppression.iouThreshold}, ${suppression.detectionsPerImage} an image`],
  ];
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
