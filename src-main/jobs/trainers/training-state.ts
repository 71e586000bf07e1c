/** @file What a training carries from step to step: weights, what the optimiser remembers, and running statistics. */
import { Failure } from "../../../src-shared/domain/failure";
import type { StatisticsOutput } from "../../detection/networks/training-end";
import type { Parameters } from "../../detection/networks/parameters";
import type { CarriedTensor } from "../../numerics/optimizer/carried-tensor";
import { countElements, type Tensor } from "../../numerics/tensor/tensor";
import type { Answer } from "../detectors/answer-tensors";
import type { TensorValue } from "../runtime/session";
import type { TrainerState } from "./trainer";

/** torch's share of the batch in running statistics. */
const STATISTICS_MOMENTUM = 0.1;
const COUNTER = ".num_batches_tracked";
const UPDATES = "updates";
const SUMMED = "summed_batches";
const SUM = "gradient_sum";

export class TrainingState {
  /** Gradients of so many batches stand in the sums. */
  summedBatches = 0;
  updates = 0;
  /** By the names of the checkpoint. */
  readonly #weights: Map<string, TensorValue>;
  /** By the inputs of the graphs: memories of the optimiser and sums of gradients. */
  readonly #carried = new Map<string, TensorValue>();
  /** Each tensor's second home, which the next step writes to while it reads the first. */
  readonly #spare = new Map<string, TensorValue>();

  constructor(names: Iterable<string>, parameters: Parameters) {
    this.#weights = new Map(Array.from(names, (name) => [name, loaded(name, parameters)]));
  }

  /** For the building of graphs: as things stand now. */
  get parameters(): Parameters {
    return {
      names: [...this.#weights.keys()],
      shapeOf: (name) => this.#weights.get(name)?.shape,
      load: (name) => (this.#weights.get(name)!.data as Float32Array).slice(),
    };
  }

  weight(name: string): TensorValue | undefined {
    return this.#weights.get(name);
  }

  /** What the graph takes under the tensor's input: zeros at first, where it is no weight. */
  current({ input, shape }: Pick<CarriedTensor, "input" | "shape">): TensorValue {
    const value = this.#weights.get(input) ?? this.#carried.get(input) ?? zeros(shape);
    if (!this.#weights.has(input)) this.#carried.set(input, value);
    return value;
  }

  /** Where a step may write what follows on the tensor. */
  next({ input, shape }: CarriedTensor): TensorValue {
    const value = this.#spare.get(input) ?? zeros(shape);
    this.#spare.set(input, value);
    return value;
  }

  /** What was written is what counts from now on. */
  carry({ input }: CarriedTensor): void {
    const home = this.#weights.has(input) ? this.#weights : this.#carried;
    const [before, after] = [home.get(input)!, this.#spare.get(input)!];
    home.set(input, after);
    this.#spare.set(input, before);
  }

  forgetSums(sums: Iterable<CarriedTensor>): void {
    for (const sum of sums) (this.current(sum).data as Float32Array).fill(0);
    this.summedBatches = 0;
  }

  /** As torch's batch norm in training. */
  addStatistics(statistics: readonly StatisticsOutput[], answer: Answer): void {
    for (const { norm, mean, variance } of statistics) {
      moveInto(answer[mean]!, this.#weights.get(`${norm}.running_mean`)!);
      moveInto(answer[variance]!, this.#weights.get(`${norm}.running_var`)!);
      const counter = this.#weights.get(`${norm}${COUNTER}`)?.data as BigInt64Array | undefined;
      if (counter) counter[0] = counter[0]! + 1n;
    }
  }

  snapshot(): TrainerState {
    const optimizer = new Map(Array.from(this.#carried, ([input, value]) => [nameOf(input), copied(value)] as const));
    const updates: Tensor = { type: "int64", shape: [], data: BigInt64Array.of(BigInt(this.updates)) };
    const batches: Tensor = { type: "int64", shape: [], data: BigInt64Array.of(BigInt(this.summedBatches)) };
    return {
      weights: new Map(Array.from(this.#weights, ([name, value]) => [name, copied(value)])),
      optimizer: new Map<string, Tensor>([...optimizer, [UPDATES, updates], [SUMMED, batches]]),
    };
  }

  /** `memories` are the optimiser's names of what it remembers.
   * @throws {Failure} `invalid-input` for the state of another network or optimiser. */
  restore({ weights, optimizer }: TrainerState, memories: readonly string[]): void {
    requireAlike(weights, this.#weights);
    const carried = [...optimizer].filter(([name]) => name !== UPDATES && name !== SUMMED);
    for (const [name, { shape }] of carried) this.#requireMemory(name, shape, memories);
    for (const [name, tensor] of weights) this.#weights.set(name, copied(tensor));
    this.#carried.clear();
    for (const [name, tensor] of carried) this.#carried.set(inputOf(name), copied(tensor));
    this.updates = numberIn(optimizer, UPDATES);
    this.summedBatches = numberIn(optimizer, SUMMED);
  }

  #requireMemory(name: string, shape: readonly number[], memories: readonly string[]): void {
    const [kind, weight] = partsOf(name);
    const isKnown = kind === SUM || memories.includes(kind);
    if (isKnown && this.#weights.get(weight)?.shape.join() === shape.join()) return;
    const sentence = `The state holds ${name} of [${shape.join(", ")}], which this network and optimiser have no use for.`;
    throw new Failure("invalid-input", sentence);
  }
}

function loaded(name: string, parameters: Parameters): TensorValue {
  const shape = parameters.shapeOf(name)!;
  const data = parameters.load(name);
  if (!name.endsWith(COUNTER)) return { type: "float32", shape, data };
  return { type: "int64", shape, data: BigInt64Array.from(data, BigInt) };
}

function zeros(shape: readonly number[]): TensorValue {
  return { type: "float32", shape, data: new Float32Array(countElements(shape)) };
}

function copied({ type, shape, data }: Tensor | TensorValue): TensorValue {
  return { type, shape, data: data.slice() } as TensorValue;
}

function moveInto(found: TensorValue, running: TensorValue): void {
  const [from, to] = [found.data as Float32Array, running.data as Float32Array];
  for (let channel = 0; channel < to.length; channel++) {
    to[channel] = (1 - STATISTICS_MOMENTUM) * to[channel]! + STATISTICS_MOMENTUM * from[channel]!;
  }
}

/** optimizer/momentum_buffer/conv1.weight becomes momentum_buffer.conv1.weight, and gradient_sum/… likewise. */
function nameOf(input: string): string {
  return input.replace(/^optimizer\//, "").replace("/", ".");
}

function inputOf(name: string): string {
  const [kind, weight] = partsOf(name);
  return kind === SUM ? `${SUM}/${weight}` : `optimizer/${kind}/${weight}`;
}

function partsOf(name: string): readonly [kind: string, weight: string] {
  const end = name.indexOf(".");
  return [name.slice(0, end), name.slice(end + 1)];
}

function numberIn(optimizer: TrainerState["optimizer"], name: string): number {
  return Number(optimizer.get(name)?.data[0] ?? 0);
}

function requireAlike(given: TrainerState["weights"], own: ReadonlyMap<string, TensorValue>): void {
  const names = new Set([...given.keys(), ...own.keys()]);
  for (const name of names) {
    const [found, expected] = [given.get(name), own.get(name)].map(
      (each) => each && `${each.type} [${each.shape.join(", ")}]`,
    );
    if (found === expected) continue;
    const sentence = `The state has ${found ?? "nothing"} for ${name}; the network has ${expected ?? "nothing"} there.`;
    throw new Failure("invalid-input", sentence);
  }
}
