/** @file Colours, sizes and durations of the whole front end, written once; style sheets read them as CSS variables. */

/** Dark and quiet, so that the radiograph is the brightest thing in a dim room. Every text colour keeps 4.5:1 or more
 * on every surface it stands on; meanings are told by shape and words as well. */
export const tokens = {
  colour: {
    /** Around the image, and nowhere else. */
    black: "#000000",
    /** Behind everything else, from deep to raised. */
    ground: "#0b0e12",
    surface: "#11151b",
    raised: "#181e26",
    hover: "#1e2630",
    selected: "#17304a",
    line: "#262e38",
    lineStrong: "#3a4552",
    text: "#dde4ec",
    textSoft: "#a3afbc",
    textFaint: "#919eac",
    accent: "#6cb6ff",
    accentDeep: "#1971c2",
    /** Reference boxes and what a model found. */
    reference: "#3ddc84",
    /** Detections, false positives. */
    detection: "#ff6b6b",
    /** References that no detection found. */
    miss: "#ffb454",
    warning: "#ffcc66",
  },
  space: { hair: "2px", tiny: "4px", small: "8px", medium: "12px", large: "16px", huge: "24px" },
  size: {
    topBar: "48px",
    statusBar: "28px",
    rail: "64px",
    row: "34px",
    toolButton: "28px",
    radius: "4px",
  },
  font: {
    body: 'Inter, "Segoe UI Variable", "Segoe UI", system-ui, -apple-system, "Noto Sans", "DejaVu Sans", sans-serif',
    mono: 'ui-monospace, "SF Mono", "Cascadia Mono", "JetBrains Mono", "Noto Sans Mono", "DejaVu Sans Mono", monospace',
    small: "12px",
    normal: "13px",
    large: "15px",
    title: "20px",
  },
  duration: { quick: "90ms" },
} as const;
