/** @file Carries events from the services to any number of clients. */
import { AsyncIteratorClass, EventPublisher } from "@orpc/server";
import type { ApplicationEvent } from "../../src-shared/contract/application";

/** A client that does not read keeps at most so many events; the oldest are dropped, since events carry no data. */
const MAX_UNREAD_EVENTS = 1000;

type EventIterator = AsyncIteratorClass<ApplicationEvent, void, void>;

interface Throttle {
  readonly timer: NodeJS.Timeout;
  next?: ApplicationEvent;
}

export class EventBus {
  private readonly publisher = new EventPublisher<{ event: ApplicationEvent }>({
    maxBufferedEvents: MAX_UNREAD_EVENTS,
  });
  private readonly clients = new Set<EventIterator>();
  private readonly throttles = new Map<string, Throttle>();

  readonly publish = (event: ApplicationEvent): void => this.publisher.publish("event", event);

  /** Publishes the first event of a key at once, then the newest of each interval. */
  publishThrottled(key: string, intervalMs: number, event: ApplicationEvent): void {
    const throttle = this.throttles.get(key);
    if (throttle) throttle.next = event;
    else this.publishAndHold(key, intervalMs, event);
  }

  /** Publishes at once and forgets what the throttle of the key still held: it is older. */
  publishLast(key: string, event: ApplicationEvent): void {
    this.release(key);
    this.publish(event);
  }

  /** Listens from the moment of the call until the client stops reading, its call is aborted, or the bus is closed. */
  subscribe(signal: AbortSignal | undefined): EventIterator {
    const events = this.publisher.subscribe("event", signal ? { signal } : {});
    const client: EventIterator = new AsyncIteratorClass(
      () => events.next(),
      async () => {
        this.clients.delete(client);
        await events.return(undefined);
      },
    );
    // An aborted client may never ask again, and only asking would clean up.
    signal?.addEventListener("abort", () => this.clients.delete(client), { once: true });
    this.clients.add(client);
    return client;
  }

  get listeners(): number {
    return this.clients.size;
  }

  async close(): Promise<void> {
    for (const key of this.throttles.keys()) this.release(key);
    await Promise.all([...this.clients].map((client) => client.return(undefined)));
  }

  private publishAndHold(key: string, intervalMs: number, event: ApplicationEvent): void {
    this.publish(event);
    const timer = setTimeout(() => {
      const next = this.throttles.get(key)?.next;
      this.throttles.delete(key);
      if (next) this.publishAndHold(key, intervalMs, next);
    }, intervalMs);
    this.throttles.set(key, { timer: timer.unref() });
  }

  private release(key: string): void {
    clearTimeout(this.throttles.get(key)?.timer);
    this.throttles.delete(key);
  }
}
