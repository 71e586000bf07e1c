/** @file A drawn chart as an SVG file of its own: its styles written into it, in the palette for paper. */

/** What style sheets decide about a chart, with the value that SVG gives by itself; all else stands in attributes. */
const DEFAULTS = {
  fill: "",
  "fill-opacity": "1",
  stroke: "none",
  "stroke-width": "1px",
  "stroke-dasharray": "none",
  "stroke-linejoin": "miter",
  opacity: "1",
  "shape-rendering": "auto",
} as const;
const TEXT_DEFAULTS = { "font-family": "", "font-size": "", "font-weight": "400" } as const;

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
    for (const element of copy.querySelectorAll("*:not(title, g, defs, pattern)")) writeStyle(element);
    for (const group of copy.querySelectorAll("g")) writeOpacity(group);
  } finally {
    paper.remove();
  }
  return new XMLSerializer().serializeToString(framed(copy, title));
}

function writeStyle(element: Element): void {
  const style = getComputedStyle(element);
  const defaults = { ...DEFAULTS, ...(element.tagName === "text" && TEXT_DEFAULTS) };
  for (const [property, byItself] of Object.entries(defaults)) {
    const value = style.getPropertyValue(property);
    // A pattern is told by its attribute; the computed address would be that of this page.
    if (value !== byItself && !value.includes("url(")) element.setAttribute(property, value);
  }
  dropScreenAttributes(element);
}

/** The one style that a group has of its own. */
function writeOpacity(group: SVGGElement): void {
  const { opacity } = getComputedStyle(group);
  if (opacity !== "1") group.setAttribute("opacity", opacity);
  dropScreenAttributes(group);
}

function dropScreenAttributes(element: Element): void {
  for (const name of ["class", "role", "tabindex", "data-testid", "aria-pressed", "data-below"])
    element.removeAttribute(name);
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
