/** @file What each method of making heat maps looks at, and who published it. */
import type { MapMethod } from "../../../src-shared/domain/explanation";

export const METHOD_MEANINGS = {
  "grad-cam": "Channels weighed by their mean gradient (Selvaraju et al., 2017). The method of the course.",
  "grad-cam++": "Weighs places with a positive gradient more, for several findings (Chattopadhay et al., 2018).",
  "hires-cam": "Gradient times activation at each place, without a mean over places (Draelos and Carin, 2020).",
  "eigen-cam": "The strongest pattern of the layer, whatever the model answered (Muhammad and Yeasin, 2020).",
  "d-rise": "Hides random parts and watches the box; looks at no layer, takes minutes (Petsiuk et al., 2021).",
} as const satisfies Record<MapMethod, string>;
