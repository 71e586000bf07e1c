/** @file How a finding looks: colour says whose box it is, dashes, icon and words say what became of it. */
import type { OverlayFinding, OverlayLayer } from "../viewer-image";

export interface FindingAppearance {
  readonly colour: string;
  /** SVG's stroke-dasharray; undefined for a solid line. */
  readonly dashes: string | undefined;
  /** Drawn before the words; undefined where nothing was judged. */
  readonly icon: "check" | "cross" | undefined;
  readonly text: string;
  /** What became of it, in words. */
  readonly meaning: string;
}

const COLOURS = {
  reference: "var(--overread-reference, var(--colour-reference, #3ddc84))",
  detections: "var(--overread-detection, var(--colour-detection, #ff6b6b))",
  candidate: "var(--colour-text, #e6edf3)",
} as const satisfies Record<OverlayLayer["kind"], string>;

type Outcome = `${OverlayLayer["kind"]} ${OverlayFinding["status"]}`;

/** Nobody drew it, so that nothing became of it. */
const CANDIDATE = { dashes: "2 4", icon: undefined, tag: "", meaning: "candidate that was not drawn" } as const;

const OUTCOMES = {
  "reference matched": { dashes: undefined, icon: undefined, tag: "", meaning: "reference box, found" },
  "reference unmatched": { dashes: "14 5", icon: undefined, tag: " · missed", meaning: "reference box, missed" },
  "reference unjudged": { dashes: undefined, icon: undefined, tag: "", meaning: "reference box" },
  "detections matched": { dashes: undefined, icon: "check", tag: "", meaning: "detection, true positive" },
  "detections unmatched": { dashes: "5 4", icon: "cross", tag: "", meaning: "detection, false positive" },
  "detections unjudged": { dashes: undefined, icon: undefined, tag: "", meaning: "detection" },
  "candidate matched": CANDIDATE,
  "candidate unmatched": CANDIDATE,
  "candidate unjudged": CANDIDATE,
} as const satisfies Record<Outcome, Omit<FindingAppearance, "colour" | "text"> & { tag: string }>;

export function findingAppearance(kind: OverlayLayer["kind"], finding: OverlayFinding): FindingAppearance {
  const { dashes, icon, tag, meaning } = OUTCOMES[`${kind} ${finding.status}`];
  const score = finding.score === undefined ? "" : ` ${finding.score.toFixed(2)}`;
  return { colour: COLOURS[kind], dashes, icon, text: `${finding.label}${score}${tag}`, meaning };
}
