/** @file The arrow table of the house: each folder of the source, and the folders that its files may import from.
 *
 * A folder may always import from itself; `/**` stands for a folder and all below it. */

export interface Room {
  readonly folder: string;
  readonly mayImport: readonly string[];
}

const DOMAIN = ["src-shared/domain"];
const CONTRACT = ["src-shared/contract", ...DOMAIN];
const SHARED = ["src-shared/figures", "src-shared/matching", ...CONTRACT];
const NUMERICS = ["src-main/numerics/**", ...DOMAIN];
const DETECTION = ["src-main/detection/**", ...NUMERICS, ...SHARED];
const DATA = ["src-main/data/**", ...NUMERICS, ...CONTRACT];
/** Only jobs introduce the laboratory to the archive. */
const JOBS = ["src-main/jobs/**", ...DETECTION, ...DATA, ...SHARED];
const SERVICES = ["src-main/services/**", ...JOBS];
const HOSTS = ["src-main/hosts", ...SERVICES];
const ENTRIES = ["src-main/entries/**", "src-main/hosts/**", ...SERVICES];

const CLIENT = ["src-renderer/client", ...CONTRACT];
const STORES = ["src-renderer/stores", ...CLIENT, ...SHARED];
const THEME = ["src-renderer/theme"];
const CHARTS = [...THEME, ...SHARED];
const COMPONENTS = [...THEME, ...STORES];
const VIEWER = ["src-renderer/viewer/**", ...THEME, ...STORES];
/** No panel stands here: panels never import each other. */
const PANELS = [
  "src-renderer/viewer/**",
  "src-renderer/charts",
  "src-renderer/components",
  ...THEME,
  ...STORES,
  "resources/icons",
];

export const ROOMS: readonly Room[] = [
  { folder: "src-shared", mayImport: [] },
  { folder: "src-shared/domain", mayImport: [] },
  { folder: "src-shared/contract", mayImport: DOMAIN },
  { folder: "src-shared/matching", mayImport: CONTRACT },
  { folder: "src-shared/figures", mayImport: SHARED },

  // Runs before anything is installed.
  { folder: "src-main/bootstrap", mayImport: [] },
  ...rows(
    "src-main/numerics",
    [
      "autodiff",
      "autodiff/rules",
      "onnx",
      "onnx/interpreter",
      "onnx/interpreter/kernels",
      "onnx/operators",
      "optimizer",
      "pickle",
      "random",
      "tensor",
      "text",
    ],
    NUMERICS,
  ),
  ...rows(
    "src-main/detection",
    [
      "boxes",
      "candidates",
      "dataset",
      "errors",
      "explanation",
      "export",
      "networks",
      "preprocessing",
      "preprocessing/augment",
      "evaluation",
      "evaluation/calibration",
      "training",
      "training/losses",
    ],
    DETECTION,
  ),
  ...rows("src-main/data", ["dicom", "datasets", "exports", "files", "models", "store", "store/migrations"], DATA),
  { folder: "src-main/jobs", mayImport: JOBS },
  ...rows(
    "src-main/jobs",
    ["detectors", "explainers", "explanations", "pool", "runtime", "trainers", "trainers/batches", "trainings"],
    JOBS,
  ),
  { folder: "src-main/services", mayImport: SERVICES },
  ...rows(
    "src-main/services",
    ["bytes", "calls", "evaluations", "explanations", "files", "jobs", "models", "projects", "trainings"],
    SERVICES,
  ),
  { folder: "src-main/hosts", mayImport: HOSTS },
  ...rows("src-main/hosts", ["browser", "electron"], HOSTS),
  { folder: "src-main/entries", mayImport: ENTRIES },
  { folder: "src-main/entries/commands", mayImport: ENTRIES },

  { folder: "src-renderer/theme", mayImport: [] },
  { folder: "src-renderer/client", mayImport: CONTRACT },
  { folder: "src-renderer/stores", mayImport: STORES },
  { folder: "src-renderer/charts", mayImport: CHARTS },
  { folder: "src-renderer/components", mayImport: COMPONENTS },
  { folder: "src-renderer/viewer", mayImport: VIEWER },
  ...rows("src-renderer/viewer", ["overlays", "tools"], VIEWER),
  ...rows(
    "src-renderer/panels",
    [
      "comparison",
      "dataset",
      "devices",
      "error-browser",
      "evaluation",
      "explanation",
      "image-info",
      "jobs",
      "models",
      "report",
      "runs",
      "settings",
      "start",
      "tags",
      "training",
      "viewer",
      "worklist",
    ],
    PANELS,
  ),
  { folder: "src-renderer/app", mayImport: ["src-renderer/panels/**", ...PANELS] },
];

/** Folders below `parent` that share one list. */
function rows(parent: string, names: readonly string[], mayImport: readonly string[]): Room[] {
  return names.map((name) => ({ folder: `${parent}/${name}`, mayImport }));
}
