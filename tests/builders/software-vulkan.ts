/** @file Lets WebGPU run without a graphics card, on the Vulkan driver that Debian's Chromium brings. */
import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { vi } from "vitest";
import { buildFolder } from "./build-store";

const SWIFTSHADER = "/usr/lib/chromium/libvk_swiftshader.so";

export const hasSoftwareVulkan = existsSync(SWIFTSHADER);

/** Worker processes that are started afterwards find the driver; `vi.unstubAllEnvs` takes it away again. */
export async function useSoftwareVulkan(): Promise<void> {
  const folder = buildFolder();
  const driver = path.join(folder, "swiftshader.json");
  const icd = { library_path: SWIFTSHADER, api_version: "1.0.5" };
  await writeFile(driver, JSON.stringify({ file_format_version: "1.0.0", ICD: icd }));
  vi.stubEnv("VK_ICD_FILENAMES", driver);
  vi.stubEnv("VK_DRIVER_FILES", driver);
  vi.stubEnv("XDG_RUNTIME_DIR", folder);
}
