/** @file Which order among equal values a model of each convention was made with. */
import type { ModelCard } from "../../../src-shared/domain/model";
import type { OpenOptions } from "./session";

export const TIE_ORDERS = {
  torchvision: "torch",
} satisfies Record<ModelCard["convention"], OpenOptions["tieOrder"]>;
