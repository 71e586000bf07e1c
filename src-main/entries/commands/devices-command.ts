/** @file `overread devices`: which execution providers this machine has, which work, and why not. */
import { EXECUTION_PROVIDER_NAMES } from "../../../src-shared/domain/device";
import { withApplication, type CommandContext } from "./command-context";
import { formatTable } from "./format-table";

export async function devicesCommand(context: CommandContext, { json }: { readonly json: boolean }): Promise<void> {
  await withApplication(context, async ({ client }) => {
    const trials = await client.models.devices({ isFresh: true });
    if (json) return context.terminal.print(JSON.stringify(trials, undefined, 2));
    const rows = trials.map(({ provider, works, trialMs, isChosen, detail }) => [
      EXECUTION_PROVIDER_NAMES[provider],
      works ? "works" : "no",
      isChosen ? "chosen" : "",
      trialMs === undefined ? "" : `${trialMs.toFixed(1)} ms`,
      detail,
    ]);
    context.terminal.print(formatTable({ head: ["Device", "Works", "", "Trial", "Detail"], rows }));
  });
}
