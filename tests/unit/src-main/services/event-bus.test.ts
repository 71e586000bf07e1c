/** @file Events on their way to clients. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { EventBus } from "../../../../src-main/services/event-bus";
import type { ApplicationEvent } from "../../../../src-shared/contract/application";

const DATASETS: ApplicationEvent = { kind: "datasets-changed" };
const MODELS: ApplicationEvent = { kind: "models-changed" };

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("a throttled key sends the first event at once and the newest of each interval after it", async () => {
  const events: ApplicationEvent[] = [];
  const bus = new EventBus();
  const listening = readInto(bus.subscribe(undefined), events);
  bus.publishThrottled("job", 200, DATASETS);
  bus.publishThrottled("job", 200, DATASETS);
  bus.publishThrottled("job", 200, MODELS);
  await vi.advanceTimersByTimeAsync(1000);
  await bus.close();
  await listening;
  expect(events).toEqual([DATASETS, MODELS]);
});

test("the last event of a key is sent at once, and nothing older follows it", async () => {
  const bus = new EventBus();
  const events: ApplicationEvent[] = [];
  const listening = readInto(bus.subscribe(undefined), events);
  bus.publishThrottled("job", 200, DATASETS);
  bus.publishThrottled("job", 200, DATASETS);
  bus.publishLast("job", MODELS);
  await vi.advanceTimersByTimeAsync(1000);
  await bus.close();
  await listening;
  expect(events).toEqual([DATASETS, MODELS]);
});

test("closing the bus ends every client, and clients that left leave nothing behind", async () => {
  const bus = new EventBus();
  const controller = new AbortController();
  bus.subscribe(controller.signal);
  const waiting = bus.subscribe(undefined).next();
  expect(bus.listeners).toBe(2);
  controller.abort();
  expect(bus.listeners).toBe(1);
  await bus.close();
  expect(await waiting).toEqual({ done: true, value: undefined });
  expect(bus.listeners).toBe(0);
});

async function readInto(client: AsyncIterable<ApplicationEvent>, events: ApplicationEvent[]): Promise<void> {
  for await (const event of client) events.push(event);
}
