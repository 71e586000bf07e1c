/** @file Which execution providers cannot exist on this machine, from its platform and the installed package. */
import type { ExecutionProvider } from "../../../src-shared/domain/device";
import { loadOrt } from "./load-ort";

const PLATFORMS: Readonly<
  Partial<Record<ExecutionProvider, { readonly platform: NodeJS.Platform; readonly name: string }>>
> = {
  dml: { platform: "win32", name: "Windows" },
  coreml: { platform: "darwin", name: "macOS" },
};

/** Undefined where a trial is worth while. Providers that the package names without bundling them (CUDA, TensorRT)
 * are worth one: their libraries may have been installed. */
export async function whyAbsent(provider: ExecutionProvider): Promise<string | undefined> {
  const needed = PLATFORMS[provider];
  if (needed && needed.platform !== process.platform) return `It exists on ${needed.name} only.`;
  const { listSupportedBackends } = await loadOrt();
  if (listSupportedBackends().some(({ name }) => name === provider)) return undefined;
  return `The installed ONNX Runtime has no such provider for ${process.platform} on ${process.arch}.`;
}
