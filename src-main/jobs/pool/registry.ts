/** @file Every job that a worker can be asked for, by kind. */
import { runnable, type JobRegistry } from "./runnable-job";

export const jobs: JobRegistry = {
  "import-dataset": async () => runnable((await import("../import-dataset")).importDataset),
  "import-model": async () => runnable((await import("../import-model")).importModel),
  "find-near-duplicates": async () => runnable((await import("../find-near-duplicates")).findNearDuplicates),
  detect: async () => runnable((await import("../detect")).detect),
  evaluate: async () => runnable((await import("../evaluate")).evaluate),
  "compare-runs": async () => runnable((await import("../compare-runs")).compareRuns),
  "export-model": async () => runnable((await import("../export-model")).exportModel),
  "export-rjafroc": async () => runnable((await import("../export-rjafroc")).exportRjafroc),
  "list-layers": async () => runnable((await import("../list-layers")).listLayers),
  "explain-image": async () => runnable((await import("../explain-image")).explainImage),
  "examine-map": async () => runnable((await import("../examine-map")).examineMap),
  "explain-run": async () => runnable((await import("../explain-run")).explainRun),
  train: async () => runnable((await import("../train")).train),
  "benchmark-model": async () => runnable((await import("../benchmark-model")).benchmarkModel),
  "probe-devices": async () => runnable((await import("../probe-devices")).probeDevice),
};
