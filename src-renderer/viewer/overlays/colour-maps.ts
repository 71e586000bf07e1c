/** @file The colours of heat maps: which stands for which value from 0 to 1.
 *
 * Every fifteenth of the 256 colours of matplotlib 3.6.3, linear between them; that is off by 6 of 255 at most. Turbo:
 * Mikhailov, "Turbo, an improved rainbow colormap", Google AI Blog 2019. Viridis and inferno: Smith and van der Walt, 2015,
 * CC0; equal steps of them look equally large, in print and to colour-blind readers as well. */
import type { ColourMap } from "../../stores/explanation-store";

const ANCHORS = {
  turbo:
    "30123b 3f3e9c 4666dd 458cfd 2fb2f4 1ad4d0 22ebaa 52fa7a 8bff4b b7f735 dbe236 f5c53a fea130 f9751d e84b0c ce2d04 a91601 7a0403",
  viridis:
    "440154 481769 472a7a 433d84 3d4e8a 355e8d 2e6d8e 297b8e 23898e 1f978b 21a585 2eb37c 46c06f 65cb5e 89d548 b0dd2f d8e219 fde725",
  inferno:
    "000004 0a0722 1e0c45 380962 510e6c 69166e 801f6c 982766 b0315b c63d4d d94d3d e9612b f47918 fa9407 fcb014 f8cd37 f2ea69 fcffa4",
} as const satisfies Record<ColourMap, string>;

export const COLOUR_STEPS = 256;

/** [256, 3] red, green, blue, the colour of 0 first. */
export function colourTable(colours: ColourMap): Uint8ClampedArray {
  const known = tables.get(colours);
  if (known) return known;
  const anchors = anchorsOf(colours);
  const table = new Uint8ClampedArray(COLOUR_STEPS * 3);
  for (let step = 0; step < COLOUR_STEPS; step++) {
    const place = (step / (COLOUR_STEPS - 1)) * (anchors.length - 1);
    const before = Math.min(Math.floor(place), anchors.length - 2);
    for (let channel = 0; channel < 3; channel++) {
      const from = anchors[before]![channel]!;
      const to = anchors[before + 1]![channel]!;
      table[step * 3 + channel] = from + (to - from) * (place - before);
    }
  }
  tables.set(colours, table);
  return table;
}

/** For a legend: the colours of 0 to 1 from left to right. */
export function cssGradient(colours: ColourMap): string {
  return `linear-gradient(to right, ${anchorsOf(colours)
    .map(([red, green, blue]) => `rgb(${red} ${green} ${blue})`)
    .join(", ")})`;
}

const tables = new Map<ColourMap, Uint8ClampedArray>();

function anchorsOf(colours: ColourMap): readonly (readonly [number, number, number])[] {
  return ANCHORS[colours].split(" ").map((hex) => {
    const colour = Number.parseInt(hex, 16);
    return [colour >> 16, (colour >> 8) & 0xff, colour & 0xff];
  });
}
