/** @file Page, side tab and image in the address, so that loading the page again comes back to them. */
import { InstanceId } from "../../src-shared/domain/identifiers";
import { PAGES, SIDE_TABS, useLayout } from "../stores/layout-store";
import { useSelection } from "../stores/selection-store";

interface Place {
  readonly page?: string | undefined;
  readonly tab?: string | undefined;
  readonly instance?: string | undefined;
}

/** Goes where the address points, then keeps the address up to date until the answer is called. */
export function followAddress(): () => void {
  enter(readPlace(window.location.hash));
  const write = (): void => {
    const { page, sideTab } = useLayout.getState();
    const hash = writePlace({ page, tab: sideTab, instance: useSelection.getState().instanceId });
    if (hash !== window.location.hash) window.history.replaceState(null, "", hash);
  };
  const stops = [useLayout.subscribe(write), useSelection.subscribe(write)];
  return () => stops.forEach((stop) => stop());
}

export function readPlace(hash: string): Place {
  const values = new URLSearchParams(hash.replace(/^#/, ""));
  return {
    page: values.get("page") ?? undefined,
    tab: values.get("tab") ?? undefined,
    instance: values.get("image") ?? undefined,
  };
}

export function writePlace({ page, tab, instance }: Place): string {
  const values = new URLSearchParams({
    ...(page !== undefined && { page }),
    ...(tab !== undefined && { tab }),
    ...(instance !== undefined && { image: instance }),
  });
  return `#${values}`;
}

/** What the address names and does not exist is left alone. */
function enter(place: Place): void {
  const page = PAGES.find((known) => known === place.page);
  const tab = SIDE_TABS.find((known) => known === place.tab);
  const instance = InstanceId.safeParse(place.instance);
  if (page) useLayout.getState().goTo(page);
  if (tab) useLayout.getState().showSideTab(tab);
  if (instance.success) useSelection.getState().show(instance.data);
}
