/** @file An SVG file as a PNG file, with several device pixels a pixel of the drawing. */
import { Failure } from "../../src-shared/domain/failure";

/** @throws {Failure} `internal` where the browser cannot draw it. */
export async function svgToPng(svg: string, scale = 2): Promise<Uint8Array<ArrayBuffer>> {
  const url = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(image.naturalWidth * scale);
    canvas.height = Math.round(image.naturalHeight * scale);
    const context = canvas.getContext("2d");
    if (!context) throw new Failure("internal", "The browser gives no canvas to draw the chart on.");
    context.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await bytesOf(canvas);
  } finally {
    URL.revokeObjectURL(url);
  }
}

async function bytesOf(canvas: HTMLCanvasElement): Promise<Uint8Array<ArrayBuffer>> {
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/png"));
  if (!blob) throw new Failure("internal", "The browser could not write the chart as a PNG file.");
  return new Uint8Array(await blob.arrayBuffer());
}
