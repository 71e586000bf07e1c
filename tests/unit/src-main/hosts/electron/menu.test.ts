/** @file The menu as a value: what it offers, when, and under which platform's habits. */
import type { MenuItemConstructorOptions } from "electron";
import { expect, test, vi } from "vitest";
import { menuTemplate, type MenuState } from "../../../../../src-main/hosts/electron/menu";

function buildMenu(state: Partial<MenuState> = {}) {
  const actions = {
    newProject: vi.fn<() => void>(),
    openProject: vi.fn<() => void>(),
    openRecent: vi.fn<(path: string) => void>(),
    openSample: vi.fn<() => void>(),
    closeProject: vi.fn<() => void>(),
    showAbout: vi.fn<() => void>(),
    showLog: vi.fn<() => void>(),
  };
  return { actions, menu: menuTemplate(actions, { recent: [], hasProject: false, platform: "linux", ...state }) };
}

const itemsOf = (item: MenuItemConstructorOptions | undefined) => item?.submenu as MenuItemConstructorOptions[];
const rolesOf = (items: readonly MenuItemConstructorOptions[]) => items.map(({ role }) => role);

test("on macOS the application's own menu comes first and holds quit", () => {
  const { menu } = buildMenu({ platform: "darwin" });
  expect(menu[0]!.label).toBe("Overread");
  expect(rolesOf(itemsOf(menu[0]))).toContain("quit");
  expect(rolesOf(itemsOf(menu[1]))).not.toContain("quit");
});

test("elsewhere quit ends the file menu", () => {
  const { menu } = buildMenu({ platform: "win32" });
  expect(menu[0]!.label).toBe("&File");
  expect(itemsOf(menu[0]).at(-1)!.role).toBe("quit");
});

test("a project can be closed only where one is open", () => {
  const closeOf = (hasProject: boolean) =>
    itemsOf(buildMenu({ hasProject }).menu[0]).find(({ label }) => label === "&Close project")!;
  expect(closeOf(false).enabled).toBe(false);
  expect(closeOf(true).enabled).toBe(true);
});

test("recent projects are offered by name and place, missing ones greyed, and never more than ten", () => {
  const recent = Array.from({ length: 12 }, (_, index) => ({
    name: `A & B ${index}`,
    path: `/data/${index}`,
    openedAt: "2026-11-01T00:00:00.000Z",
    exists: index > 0,
  }));
  const { actions, menu } = buildMenu({ recent });
  const items = itemsOf(itemsOf(menu[0]).find(({ label }) => label === "Open &recent"));
  expect(items).toHaveLength(10);
  expect(items[0]).toMatchObject({ label: "A && B 0 (/data/0)", enabled: false });
  (items[1]!.click as () => void)();
  expect(actions.openRecent).toHaveBeenCalledExactlyOnceWith("/data/1");
});

test("every item does something", () => {
  const visit = (item: MenuItemConstructorOptions): MenuItemConstructorOptions[] =>
    item.submenu ? itemsOf(item).flatMap(visit) : [item];
  const idle = buildMenu({ hasProject: true })
    .menu.flatMap(visit)
    .filter(({ role, click, type }) => !role && !click && type !== "separator");
  expect(idle).toEqual([]);
});
