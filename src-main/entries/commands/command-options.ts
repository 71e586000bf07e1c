/** @file Options and help texts that several commands share. */
import type { Command } from "commander";

export function withProjectOption(command: Command): Command {
  return command.requiredOption("--project <folder>", "the project's folder");
}

export function withJson(command: Command): Command {
  return command.option("--json", "print JSON", false);
}

export function example(...lines: readonly string[]): string {
  return ["", lines.length === 1 ? "Example:" : "Examples:", ...lines.map((line) => `  ${line}`)].join("\n");
}
