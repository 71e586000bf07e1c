/** @file Tells a process from a later one that was given its number. */
import { readFile } from "node:fs/promises";

/** The same for as long as the process lives, another one for every other; undefined for a process that is gone, and
 * where the system does not tell (all but Linux).
 * @see proc(5): the twenty-second field of /proc/pid/stat is the time of the start, in ticks since the machine's */
export async function processBirth(pid: number): Promise<string | undefined> {
  try {
    const boot = await readFile("/proc/sys/kernel/random/boot_id", "utf8");
    const stat = await readFile(`/proc/${pid}/stat`, "utf8");
    // The second field is the program's name in brackets, which may hold spaces and brackets.
    const ticks = stat.slice(stat.lastIndexOf(")") + 2).split(" ")[22 - 3];
    return ticks === undefined ? undefined : `${boot.trim()} ${ticks}`;
  } catch {
    return undefined;
  }
}
