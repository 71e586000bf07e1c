/** @file Reads the size of a thumbnail and the box that it is cut around from an address. */
import { z } from "zod";
import { Failure } from "../../../src-shared/domain/failure";
import type { ThumbnailRequest } from "./image-bytes";

const DEFAULT_SIZE_PX = 96;
const SizePx = z.coerce.number().int().min(16).max(1024);
const Corners = z.tuple([z.number(), z.number(), z.number(), z.number()]);

export function parseThumbnailQuery(query: URLSearchParams): ThumbnailRequest {
  return { sizePx: parseSize(query.get("size")), ...parseBox(query.get("box")) };
}

function parseSize(text: string | null): number {
  if (text === null) return DEFAULT_SIZE_PX;
  const size = SizePx.safeParse(text === "" ? undefined : text);
  if (!size.success)
    throw new Failure("invalid-input", `A thumbnail's size is 16 to 1024 pixels; "${text}" was asked for.`);
  return size.data;
}

function parseBox(text: string | null): Pick<ThumbnailRequest, "around"> {
  if (text === null) return {};
  const corners = Corners.safeParse(text.split(",").map((part) => (part.trim() === "" ? Number.NaN : Number(part))));
  if (!corners.success || corners.data[0] >= corners.data[2] || corners.data[1] >= corners.data[3]) {
    throw new Failure(
      "invalid-input",
      `A thumbnail's box is x1,y1,x2,y2 with x1 < x2 and y1 < y2; "${text}" was asked for.`,
    );
  }
  const [x1, y1, x2, y2] = corners.data;
  return { around: { x1, y1, x2, y2 } };
}
