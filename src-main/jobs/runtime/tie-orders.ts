/** @file Which order among equal values a model of each convention was made with. */
import type { OpenOptions } from "./session";

export const TIE_ORDERS = {
  torchvision: "torch",
} satisfies Record<string, OpenOptions["tieOrder"]>;
