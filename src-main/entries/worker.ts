/** @file The program of a worker process: serves one job at a time to the process that started it. */
import { jobs } from "../jobs/pool/registry";
import { serveWorker } from "../jobs/pool/serve-worker";
import { portOfParent } from "../jobs/pool/port-of-parent";

serveWorker(portOfParent(), jobs);
