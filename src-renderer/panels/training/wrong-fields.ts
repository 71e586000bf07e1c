/** @file How a field of the form says that what stands in it does not count. */
import { createContext } from "react";
import type { LabelName } from "./words-of";

export const WrongFields = createContext<(field: LabelName, isWrong: boolean) => void>(() => {
  throw new Error("A field that may be wrong stands outside its form.");
});
