/** @file The narrow rail at the left: reading, and the pages that prepare it. */
import {
  IconArrowsDiff,
  IconBarbell,
  IconChartDots,
  IconCpu,
  IconDatabase,
  IconFileText,
  IconFlame,
  IconListCheck,
  IconPhotoScan,
  IconPlayerPlay,
  IconSchema,
  IconSettings,
  type Icon,
} from "@tabler/icons-react";
import type { JSX } from "react";
import { PAGES, type Page, useLayout } from "../stores/layout-store";

export const PAGE_NAMES = {
  reading: { title: "Read", icon: IconPhotoScan },
  data: { title: "Data", icon: IconDatabase },
  models: { title: "Models", icon: IconSchema },
  training: { title: "Train", icon: IconBarbell },
  runs: { title: "Runs", icon: IconPlayerPlay },
  evaluation: { title: "Evaluate", icon: IconChartDots },
  explanation: { title: "Explain", icon: IconFlame },
  comparison: { title: "Compare", icon: IconArrowsDiff },
  report: { title: "Report", icon: IconFileText },
  devices: { title: "Devices", icon: IconCpu },
  jobs: { title: "Jobs", icon: IconListCheck },
  settings: { title: "Settings", icon: IconSettings },
} satisfies Record<Page, { readonly title: string; readonly icon: Icon }>;

export function NavigationRail(): JSX.Element {
  const current = useLayout((state) => state.page);
  const goTo = useLayout((state) => state.goTo);
  return (
    <nav className="rail" aria-label="Pages">
      {PAGES.map((page) => {
        const { title, icon: PageIcon } = PAGE_NAMES[page];
        return (
          <button
            key={page}
            type="button"
            className="rail__item"
            aria-current={page === current ? "page" : undefined}
            data-testid={`page-${page}`}
            style={page === "settings" ? { marginTop: "auto" } : undefined}
            onClick={() => goTo(page)}
          >
            <PageIcon size={20} stroke={1.5} aria-hidden />
            {title}
          </button>
        );
      })}
    </nav>
  );
}
