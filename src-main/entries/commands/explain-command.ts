/** @file `overread explain`: where a model looked when it drew a box, or missed one. */
import { extname, resolve } from "node:path";
import { mapPath } from "../../../src-shared/contract/byte-paths";
import type { DeviceChoice } from "../../../src-shared/domain/device";
import {
  MAP_METHOD_NAMES,
  type Explanation,
  type ExplanationTarget,
  type MapMethod,
} from "../../../src-shared/domain/explanation";
import { Failure } from "../../../src-shared/domain/failure";
import type { InstanceId } from "../../../src-shared/domain/identifiers";
import type { Run } from "../../../src-shared/domain/run";
import { describeGrade } from "../../../src-shared/figures/describe-grade";
import { writeNpy } from "../../data/exports/write-npy";
import { explanationIdOf } from "../../data/store/explanations";
import { withProject, type CommandContext, type OpenApplication } from "./command-context";
import { chooseLayer } from "./choose-layer";
import { chooseTarget, type TargetOptions } from "./choose-target";
import { findByName } from "./find-by-name";
import { findImage } from "./find-image";
import { followJob, type Following } from "./follow-job";
import { formatTable } from "./format-table";
import { refuseUnwritable } from "./refuse-unwritable";
import { writeOutput } from "./write-output";

export interface ExplainOptions extends TargetOptions {
  readonly project: string;
  readonly run: string;
  readonly image: string;
  readonly method: MapMethod;
  readonly layer: string | undefined;
  readonly device: DeviceChoice;
  /** Hides and scrambles as well, which takes some twenty times as long. */
  readonly checks: boolean;
  /** Of D-RISE. */
  readonly masks: number;
  readonly out: string | undefined;
  readonly force: boolean;
  readonly json: boolean;
}

export async function explainCommand(context: CommandContext, options: ExplainOptions): Promise<void> {
  const { terminal } = context;
  const out = options.out === undefined ? undefined : requirePlace(resolve(options.out), options.force);
  await withProject(context, { path: options.project }, async (opened) => {
    const { client } = opened;
    const run = findByName(await client.runs.list(), options.run, "run");
    const instanceId = await findImage(client, options.image);
    const target = await chooseTarget(opened, { run, instanceId }, options);
    const map = await makeMap({ client, terminal }, { run, instanceId, target }, options);
    if (out !== undefined) await writeOutput(out, writeNpy(await valuesOf(opened, map), map));
    const place = out === undefined ? {} : { file: out };
    terminal.print(options.json ? JSON.stringify({ ...map, ...place }, undefined, 2) : describe(map, out));
  });
}

/** @throws {Failure} `invalid-input` for another ending than NumPy's; as `refuseUnwritable` */
function requirePlace(out: string, force: boolean): string {
  if (extname(out).toLowerCase() !== ".npy") {
    throw new Failure("invalid-input", `${out} does not end in .npy: maps are written as NumPy reads them.`);
  }
  refuseUnwritable(out, force);
  return out;
}

interface Asked {
  readonly run: Run;
  readonly instanceId: InstanceId;
  readonly target: ExplanationTarget;
}

async function makeMap(
  following: Following,
  { run, ...asked }: Asked,
  { method, device, checks, masks, ...options }: ExplainOptions,
): Promise<Explanation> {
  const { client, terminal } = following;
  const layer = method === "d-rise" ? "input" : await chooseLayer(client, run, options.layer);
  const request = { ...asked, runId: run.id, layer, device };
  if (method !== "d-rise") {
    // Before the checks: what is refused is refused at once.
    const map = await client.explanations.explain({ ...request, method }, { signal: terminal.interrupted });
    if (!checks) return map;
  }
  await followJob(following, () => client.explanations.examine({ ...request, method, masks }));
  const maps = await client.explanations.ofImage({ runId: run.id, instanceId: asked.instanceId });
  const id = explanationIdOf({ ...request, method });
  const made = maps.find((map) => map.id === id);
  if (!made) throw new Failure("internal", `The ${MAP_METHOD_NAMES[method]} map of ${run.name} left no result.`);
  return made;
}

/** [rows × columns] */
async function valuesOf({ bytes }: OpenApplication, map: Explanation): Promise<Float32Array> {
  const response = await bytes(new Request(new URL(mapPath(map.id), "http://overread.invalid")));
  if (!response.ok) throw new Failure("internal", `The map ${map.id} could not be read: ${await response.text()}`);
  return new Float32Array(await response.arrayBuffer());
}

function describe(map: Explanation, out: string | undefined): string {
  const { score, box, standing, overlap, measures } = map;
  const { sentence, details } = describeGrade(map);
  const rows = [
    ["Method", MAP_METHOD_NAMES[map.method]],
    ["Layer", map.layer],
    ["Explains", EXPLAINED[map.target.kind]],
    ...(standing ? [["Seen", STANDINGS[standing]]] : []),
    ["Score", score?.toFixed(3)],
    ...(overlap === undefined ? [] : [["Overlap with the missed box", overlap.toFixed(2)]]),
    ["Box", box && [box.x1, box.y1, box.x2, box.y2].map((edge) => edge.toFixed(1)).join(", ")],
    ["Energy in the box", percent(measures.energyInBox)],
    ["Area of the box", percent(measures.boxShare)],
    ["Energy in reference boxes", percent(measures.energyInReferences)],
    ["Area of reference boxes", percent(measures.referencesShare)],
    ["Size", `${map.columns} × ${map.rows}`],
    ["Device", map.provider],
    ["Seconds", map.seconds.toFixed(2)],
    ...(out === undefined ? [] : [["Written to", out]]),
  ];
  return [formatTable({ rows }), sentence, ...details].join("\n");
}

const EXPLAINED = {
  label: "the sum of the label's scores on the image",
  detection: "one box that the run drew",
  miss: "the candidate nearest to a missed box",
  strongest: "the strongest candidate of the label",
} as const satisfies Record<ExplanationTarget["kind"], string>;

const STANDINGS = {
  seen: "yes, a drawn box overlaps it",
  suppressed: "yes, but suppressed beside a stronger box",
  "too-weak": "yes, but too weak for the score floor",
  "not-seen": "no, no candidate overlaps it by half",
} as const satisfies Record<NonNullable<Explanation["standing"]>, string>;

function percent(share: number | undefined): string | undefined {
  return share === undefined ? undefined : `${(100 * share).toFixed(1)} %`;
}
