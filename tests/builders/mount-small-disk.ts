/** @file A disk that is soon full. */
import { spawnSync } from "node:child_process";
import { onTestFinished } from "vitest";
import { buildFolder } from "./build-store";

/** The folder of a disk of a hundred kilobytes; undefined where this system gives none. */
export function mountSmallDisk(): string | undefined {
  const disk = buildFolder();
  const mounted = spawnSync("mount", ["-t", "tmpfs", "-o", "size=100k", "tmpfs", disk], { stdio: "ignore" });
  if (mounted.status !== 0) return undefined;
  onTestFinished(() => void spawnSync("umount", [disk]));
  return disk;
}
