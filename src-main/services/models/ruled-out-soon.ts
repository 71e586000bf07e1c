/** @file Which devices a worker need not try, as far as is known by now. */
import { setTimeout } from "node:timers/promises";
import type { DeviceChoice } from "../../../src-shared/domain/device";
import type { PassedOver } from "../../jobs/runtime/session";
import type { ServiceContext } from "../service-context";

/** How long work waits to be told which devices the machine lacks; without an answer its worker finds out itself. */
const DEVICE_PATIENCE_MS = 3_000;

/** Nothing where a device was named: it is tried whatever is known of it. */
export async function ruledOutSoon(
  devices: ServiceContext["devices"],
  device: DeviceChoice,
): Promise<readonly PassedOver[]> {
  if (device !== "auto") return [];
  const patience = new AbortController();
  try {
    const tooLate = setTimeout<readonly PassedOver[]>(DEVICE_PATIENCE_MS, [], { signal: patience.signal, ref: false });
    return await Promise.race([devices.ruledOut(), tooLate]);
  } finally {
    patience.abort();
  }
}
