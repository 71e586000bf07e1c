/** @file Writes a file so that a reader sees either the old or the whole new one, whatever happens on the way. */
import { open, rename, rm } from "node:fs/promises";
import { dirname, join, basename } from "node:path";
import { randomUUID } from "node:crypto";

export async function writeFileAtomically(file: string, content: string | Uint8Array): Promise<void> {
  // Beside its target: a rename is atomic only within one file system.
  const part = join(dirname(file), `.${basename(file)}.${randomUUID()}.part`);
  try {
    await writeThrough(part, content);
    await rename(part, file);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
}

async function writeThrough(file: string, content: string | Uint8Array): Promise<void> {
  const handle = await open(file, "wx");
  try {
    await handle.writeFile(content);
    await handle.sync();
  } finally {
    await handle.close();
  }
}
