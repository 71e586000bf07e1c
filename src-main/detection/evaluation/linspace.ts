/** @file Evenly spaced numbers, under the name by which this folder knew them. */

export { linspace } from "../../../src-shared/figures/linspace";
