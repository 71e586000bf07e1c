/** @file What a training carries from step to step: weights, what the optimiser remembers, and running statistics. */
import type { ExecutionProvider } from "../../../src-shared/domain/device";
import { Failure } from "../../../src-shared/domain/failure";
import type { StatisticsOutput } from "../../detection/networks/training-end";
import type { Parameters } from "../../detection/networks/parameters";
import type { CarriedTensor } from "../../numerics/optimizer/carried-tensor";
import { INITIAL_LOSS_SCALE } from "../../numerics/optimizer/loss-scale";
import { countElements, type Tensor } from "../../numerics/tensor/tensor";
import type { Answer } from "../detectors/answer-tensors";
import { readKept } from "../runtime/read-kept";
import type { KeptTensor, Session, SessionInput, TensorValue } from "../runtime/session";
import type { TrainerState } from "./trainer";

/** torch's share of the batch in running statistics. */
const STATISTICS_MOMENTUM = 0.1;
const COUNTER = ".num_batches_tracked";
const UPDATES = "updates";
const SUMMED = "summed_batches";
const SUM = "gradient_sum";
const SCALE = "loss_scale";
const SOUND_UPDATES = "sound_updates";
const NUMBERS: ReadonlySet<string> = new Set([UPDATES, SUMMED, SCALE, SOUND_UPDATES]);

export class LearningState {
  /** Gradients of so many batches stand in the sums. */
  summedBatches = 0;
  updates = 0;
  /** Of losses in half precision. */
  lossScale = INITIAL_LOSS_SCALE;
  /** By the names of the checkpoint. */
  readonly #weights: Map<string, TensorValue>;
  /** By the inputs of the graphs: memories of the optimiser and sums of gradients. */
  readonly #carried = new Map<string, TensorValue>();
  /** Each tensor's second home, which the next step writes to while it reads the first. */
  readonly #spare = new Map<string, TensorValue>();
  /** By the inputs of the graphs: tensors whose newest numbers stand on the device, and older ones in their homes. */
  readonly #onDevice = new Map<string, KeptTensor>();
  readonly #provider: ExecutionProvider;

  constructor(names: Iterable<string>, parameters: Parameters, provider: ExecutionProvider) {
    this.#provider = provider;
    this.#weights = new Map(Array.from(names, (name) => [name, loaded(name, parameters)]));
  }

  /** For the building of graphs, of weights that do not move: as things stand now. */
  get parameters(): Parameters {
    return {
      names: [...this.#weights.keys()],
      shapeOf: (name) => this.#weights.get(name)?.shape,
      load: (name) => (this.#weights.get(name)!.data as Float32Array).slice(),
    };
  }

  /** By the checkpoint's names, which are those of the graph's inputs. */
  weightsFor({ inputs }: Pick<Session, "inputs">): Record<string, SessionInput> {
    const given = inputs.map(({ name }) => [name, this.#onDevice.get(name) ?? this.#weights.get(name)] as const);
    return Object.fromEntries(given.flatMap(([name, weight]) => (weight ? [[name, weight] as const] : [])));
  }

  /** What the graph takes under the tensor's input: zeros at first, where it is no weight. */
  current(carried: Pick<CarriedTensor, "input" | "shape">): SessionInput {
    return this.#onDevice.get(carried.input) ?? this.#atHome(carried);
  }

  /** Where a step may write what follows on the tensor, unless that stays on the device. */
  next({ input, shape }: CarriedTensor): TensorValue {
    const value = this.#spare.get(input) ?? zeros(shape);
    this.#spare.set(input, value);
    return value;
  }

  /** What was written, or is kept on the device, is what counts from now on. */
  carry({ input }: CarriedTensor, kept?: KeptTensor): void {
    if (kept) {
      this.#onDevice.get(input)?.release();
      this.#onDevice.set(input, kept);
      return;
    }
    const home = this.#weights.has(input) ? this.#weights : this.#carried;
    const [before, after] = [home.get(input)!, this.#spare.get(input)!];
    home.set(input, after);
    this.#spare.set(input, before);
  }

  forgetSums(sums: Iterable<CarriedTensor>): void {
    for (const sum of sums) {
      this.#forgetOnDevice(sum.input);
      (this.#atHome(sum).data as Float32Array).fill(0);
    }
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

  /** Errors are those of the device. */
  async snapshot(): Promise<TrainerState> {
    await this.#readDevice();
    const optimizer = new Map(Array.from(this.#carried, ([input, value]) => [nameOf(input), copied(value)] as const));
    const numbers = [
      [UPDATES, countOf(this.updates)],
      [SUMMED, countOf(this.summedBatches)],
      [SCALE, { type: "float32", shape: [], data: Float32Array.of(this.lossScale.scale) }],
      [SOUND_UPDATES, countOf(this.lossScale.soundUpdates)],
    ] as const;
    return {
      weights: new Map(Array.from(this.#weights, ([name, value]) => [name, copied(value)])),
      optimizer: new Map<string, Tensor>([...optimizer, ...numbers]),
    };
  }

  /** `memories` are the optimiser's names of what it remembers.
   * @throws {Failure} `invalid-input` for the state of another network or optimiser. */
  restore({ weights, optimizer }: TrainerState, memories: readonly string[]): void {
    requireAlike(weights, this.#weights);
    const carried = [...optimizer].filter(([name]) => !NUMBERS.has(name));
    for (const [name, { shape }] of carried) this.#requireMemory(name, shape, memories);
    this.release();
    for (const [name, tensor] of weights) this.#weights.set(name, copied(tensor));
    this.#carried.clear();
    for (const [name, tensor] of carried) this.#carried.set(inputOf(name), copied(tensor));
    this.updates = numberIn(optimizer, UPDATES);
    this.summedBatches = numberIn(optimizer, SUMMED);
    const scale = numberIn(optimizer, SCALE);
    this.lossScale = scale > 0 ? { scale, soundUpdates: numberIn(optimizer, SOUND_UPDATES) } : INITIAL_LOSS_SCALE;
  }

  /** Nothing is left on the device: what a session answered there goes with it. Errors are those of the device. */
  async bringHome(): Promise<void> {
    await this.#readDevice();
    this.release();
  }

  /** Of what stands on the device, while the sessions that answered it are open: older numbers are left. */
  release(): void {
    for (const kept of this.#onDevice.values()) kept.release();
    this.#onDevice.clear();
  }

  async #readDevice(): Promise<void> {
    const newest = await readKept(this.#onDevice, this.#provider);
    for (const [input, value] of newest) (this.#weights.has(input) ? this.#weights : this.#carried).set(input, value);
  }

  #atHome({ input, shape }: Pick<CarriedTensor, "input" | "shape">): TensorValue {
    const value = this.#weights.get(input) ?? this.#carried.get(input) ?? zeros(shape);
    if (!this.#weights.has(input)) this.#carried.set(input, value);
    return value;
  }

  #forgetOnDevice(input: string): void {
    this.#onDevice.get(input)?.release();
    this.#onDevice.delete(input);
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

function countOf(number: number): Tensor {
  return { type: "int64", shape: [], data: BigInt64Array.of(BigInt(number)) };
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
