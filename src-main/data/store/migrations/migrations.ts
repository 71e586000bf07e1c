/** @file Every migration in its order; the newest version is the one that this program writes. */
import { firstTables } from "./0001-first-tables";
import { modelBenchmarks } from "./0002-model-benchmarks";
import { evaluation } from "./0003-evaluation";
import { datasets } from "./0004-datasets";
import { explanations } from "./0005-explanations";
import { trainings } from "./0006-trainings";
import { sweeps } from "./0007-sweeps";
import type { Migration } from "./migration";

export const MIGRATIONS: readonly Migration[] = [
  firstTables,
  modelBenchmarks,
  evaluation,
  datasets,
  explanations,
  trainings,
  sweeps,
];

export const SCHEMA_VERSION = Math.max(...MIGRATIONS.map((migration) => migration.version));
