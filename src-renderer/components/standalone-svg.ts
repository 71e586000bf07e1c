/** @file A drawn chart as an SVG file of its own: its styles written into it, in the palette for paper. */

/** What style sheets decide about a chart; everything else stands in its attributes. */
const PROPERTIES = [
  "fill",
  "fill-opacity",
  "stroke",
  "stroke-width",
  "stroke-dasharray",
  "stroke-linejoin",
  "opacity",
  "font-family",
  "font-size",
  "font-weight",
  "shape-rendering",
] as const;

/** Places to point at and click, which a file has no use for. */
const ONLY_ON_SCREEN = ".chart__target, .chart__column, .chart__read";
const MARGIN_PX = 10;
const TITLE_PX = 22;

/** The title stands above the picture. */
export function standaloneSvg(chart: SVGSVGElement, title: string): string {
  const paper = document.createElement("div");
  paper.className = "on-paper";
  paper.style.cssText = "position:fixed;left:-10000px;top:0";
  const copy = chart.cloneNode(true) as SVGSVGElement;
  paper.append(copy);
  document.body.append(paper);
  try {
    for (const element of copy.querySelectorAll(ONLY_ON_SCREEN)) element.remove();
    for (const element of [copy, ...copy.querySelectorAll("*")]) writeStyle(element);
  } finally {
    paper.remove();
  }
  return new XMLSerializer().serializeToString(framed(copy, title));
}

function writeStyle(element: Element): void {
  const style = getComputedStyle(element);
  for (const property of PROPERTIES) {
    const value = style.getPropertyValue(property);
    // A pattern is told by its attribute; the computed address would be that of this page.
    if (value !== "" && !value.includes("url(")) element.setAttribute(property, value);
  }
  for (const name of ["class", "role", "tabindex", "data-testid", "aria-pressed"]) element.removeAttribute(name);
}

function framed(picture: SVGSVGElement, title: string): SVGSVGElement {
  const width = Number(picture.getAttribute("width")) + 2 * MARGIN_PX;
  const height = Number(picture.getAttribute("height")) + 2 * MARGIN_PX + TITLE_PX;
  const sheet = shape("svg", { width, height, viewBox: `0 0 ${width} ${height}` }) as SVGSVGElement;
  const heading = shape("text", { x: MARGIN_PX, y: MARGIN_PX + 12, fill: "#11151b", "font-size": "13px" });
  heading.setAttribute("font-family", "sans-serif");
  heading.textContent = title;
  const body = shape("g", { transform: `translate(${MARGIN_PX} ${MARGIN_PX + TITLE_PX})` });
  body.append(...picture.childNodes);
  sheet.append(shape("rect", { width, height, fill: "#ffffff" }), heading, body);
  return sheet;
}

function shape(name: string, attributes: Readonly<Record<string, string | number>>): SVGElement {
  const element = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  return element;
}
