/** @file The way back through a network, opened step by step on a device and run as far as it is asked for. */
import type { GradientStep } from "../../detection/networks/way-back";
import type { Graph } from "../../numerics/onnx/graph";
import type { Answer } from "../detectors/answer-tensors";
import type { Logger } from "../job";
import type { NetworkPlace } from "../detectors/open-network";
import type { Session, TensorValue } from "../runtime/session";
import { openWayBack } from "./open-way-back";

/** Its sessions take turns: threads of one that waits would hold up the next. */
export interface ExplainerPlace extends NetworkPlace {
  readonly isRecorded: false;
  readonly takesTurns: true;
  /** Each of its sessions would keep what it needed at its most: gigabytes together for a large network. */
  readonly isSparing: true;
  readonly log: Logger;
}

export interface GradientRequest {
  /** By value: the gradient of what is explained. Those of the way's ends that are left out are 0. */
  readonly seeds: ReadonlyMap<string, TensorValue>;
  /** By value: what the forward pass kept. */
  readonly kept: Answer;
  readonly wanted: ReadonlySet<string>;
}

export interface GradientWalk {
  /** Gradients by value, of those that are wanted and others on the way; none of a value that no seed depends
   * on. Errors are the library's own. */
  readonly run: (request: GradientRequest) => Promise<ReadonlyMap<string, TensorValue>>;
  readonly release: () => Promise<void>;
}

/** A step is opened when it is first needed. */
export function openGradientWalk(steps: readonly GradientStep[], place: ExplainerPlace): GradientWalk {
  const opened = steps.map(({ graph, ...step }) => ({ ...step, ...openOnce(graph, place) }));
  return {
    run: async ({ seeds, kept, wanted }) => {
      const gradients = new Map(seeds);
      for (const step of stepsTo(wanted, opened)) {
        if (![...step.seeds.values()].some((name) => gradients.has(name))) continue;
        const { run } = await step.session();
        const answer = await run(inputsOf(step, gradients, kept));
        const reached = step.answers.filter(({ dependents }) => dependents.some((name) => gradients.has(name)));
        for (const { output, value } of reached) {
          const gradient = answer[output]!;
          const before = gradients.get(value);
          gradients.set(value, before ? sumOf(before, gradient) : gradient);
        }
      }
      return gradients;
    },
    release: async () => {
      for (const { release } of opened) await release();
    },
  };
}

interface OpenedOnce {
  readonly session: () => Promise<Session>;
  readonly release: () => Promise<void>;
}

/** The graph is let go of when it is opened, so that its weights are held once. */
function openOnce(graph: Graph, place: ExplainerPlace): OpenedOnce {
  let unopened: Graph | undefined = graph;
  let session: Promise<Session> | undefined;
  return {
    session: async () => {
      session ??= openWayBack(unopened!, place);
      unopened = undefined;
      return session;
    },
    // One that failed to open has told so to whoever asked for it, and holds nothing.
    release: async () =>
      session?.then(
        async (open) => open.release(),
        () => {},
      ),
  };
}

type Step = Omit<GradientStep, "graph">;

/** Up to the last that adds to a wanted gradient. */
function stepsTo<Some extends Step>(wanted: ReadonlySet<string>, steps: readonly Some[]): readonly Some[] {
  const last = steps.findLastIndex(({ answers }) => answers.some(({ value }) => wanted.has(value)));
  return steps.slice(0, last + 1);
}

function inputsOf(
  { seeds, reads }: Step,
  gradients: ReadonlyMap<string, TensorValue>,
  kept: Answer,
): Record<string, TensorValue> {
  const given = Array.from(seeds, ([input, name]) => [input, gradients.get(name) ?? zerosLike(kept[name]!)] as const);
  const read = Array.from(reads, ([input, name]) => [input, kept[name]!] as const);
  return Object.fromEntries([...given, ...read]);
}

function zerosLike({ shape, data }: TensorValue): TensorValue {
  return { type: "float32", shape, data: new Float32Array(data.length) };
}

function sumOf(left: TensorValue, right: TensorValue): TensorValue {
  const sum = (left.data as Float32Array).map((value, index) => value + (right.data as Float32Array)[index]!);
  return { ...left, data: sum };
}
