/** @file Ends a start that cannot go on, with one sentence. */

/** The person at the terminal can act on its message; no stack is shown. */
export class Stop extends Error {}

/**
 * Runs a program of this folder.
 * @param {() => Promise<number>} main Answers the exit code.
 */
export async function runToTheEnd(main) {
  try {
    process.exitCode = await main();
  } catch (error) {
    if (!(error instanceof Stop)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}
