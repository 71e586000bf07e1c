/** @file Hands the design tokens to style sheets as CSS variables, for example `--colour-text-soft`. */
import type { CSSVariablesResolver } from "@mantine/core";
import { tokens } from "./tokens";

export const cssVariables: CSSVariablesResolver = () => ({ variables: variablesOf(tokens), light: {}, dark: {} });

function variablesOf(groups: Readonly<Record<string, Readonly<Record<string, string>>>>): Record<string, string> {
  const pairs = Object.entries(groups).flatMap(([group, values]) =>
    Object.entries(values).map(([name, value]) => [`--${kebab(group)}-${kebab(name)}`, value] as const),
  );
  return Object.fromEntries(pairs);
}

function kebab(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
