/** @file Sessions for the shapes of batches that a training saw last: that of most steps, and that of an epoch's last. */
import type { BatchShape } from "../../detection/networks/training-options";

const KEPT_SHAPES = 2;

/** What is opened for one shape. */
export interface Releasable {
  readonly release: () => Promise<void>;
}

export class SessionsByShape<Opened extends Releasable> {
  readonly #open: (batch: BatchShape) => Promise<Opened>;
  readonly #sessions = new Map<string, Promise<Opened>>();

  constructor(open: (batch: BatchShape) => Promise<Opened>) {
    this.#open = open;
  }

  /** Errors are those of opening; another try opens anew. */
  async for({ images, height, width }: BatchShape): Promise<Opened> {
    const key = `${images} × ${height} × ${width}`;
    const known = this.#sessions.get(key) ?? this.#open({ images, height, width });
    this.#sessions.delete(key);
    this.#sessions.set(key, known);
    await this.#makeRoom();
    try {
      return await known;
    } catch (thrown) {
      this.#sessions.delete(key);
      throw thrown;
    }
  }

  async close(): Promise<void> {
    const opened = await Promise.all(this.#sessions.values());
    this.#sessions.clear();
    for (const each of opened) await each.release();
  }

  async #makeRoom(): Promise<void> {
    const [oldest] = this.#sessions.keys();
    if (this.#sessions.size <= KEPT_SHAPES || oldest === undefined) return;
    const left = await this.#sessions.get(oldest);
    this.#sessions.delete(oldest);
    await left?.release();
  }
}
