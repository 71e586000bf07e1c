/** @file Shows the printed address in the person's browser, where there is a screen to show it on. */

/** False in continuous integration and on a Linux machine without a display, such as one reached over SSH. */
export function hasDisplay(environment: NodeJS.ProcessEnv = process.env, platform = process.platform): boolean {
  if (environment["CI"]) return false;
  if (platform !== "linux") return true;
  return Boolean(environment["DISPLAY"] || environment["WAYLAND_DISPLAY"]);
}

/** Answers false where no browser could be started; the printed address is then all there is. */
export async function openBrowser(address: string): Promise<boolean> {
  try {
    const { default: open } = await import("open");
    const browser = await open(address);
    // Whether it starts is known only later, and must not end the server.
    browser.on("error", () => {});
    return true;
  } catch {
    return false;
  }
}
