/** @file The window object of a page as far as the preload script and the client use it. */

/** Delivers what the page posts to itself, with its ports, as a browser does: later, and from itself. */
export function buildPage(): EventTarget & {
  readonly origin: string;
  readonly postMessage: typeof window.postMessage;
} {
  const page = new EventTarget();
  const postMessage = (data: unknown, _origin: unknown, ports: MessagePort[] = []): void => {
    queueMicrotask(() => {
      page.dispatchEvent(Object.assign(new Event("message"), { data, ports, source: page }));
    });
  };
  return Object.assign(page, { origin: "app://overread", postMessage: postMessage as typeof window.postMessage });
}
