/** @file A chart with its title, what it counts, and a menu that saves it as SVG, PNG or CSV. */
import { ActionIcon, Menu } from "@mantine/core";
import { IconDotsVertical, IconFileTypeCsv, IconFileTypePng, IconFileTypeSvg } from "@tabler/icons-react";
import { type JSX, type ReactNode, useRef } from "react";
import { hostAbilities } from "../client/host-abilities";
import { reportFailure } from "./report-failure";
import { standaloneSvg } from "./standalone-svg";
import { svgToPng } from "./svg-to-png";
import "./chart-card.css";

export interface ChartCardProps {
  readonly title: string;
  /** What the chart is about, for the name of its file: a run, a data set. */
  readonly subject: string;
  /** Beside the title, for example "IoU 0.50, n = 312". */
  readonly aside?: ReactNode;
  /** The values behind the marks (figures/to-csv.ts), written when they are saved. Undefined: there is no chart. */
  readonly csv?: (() => string) | undefined;
  /** Under the chart. */
  readonly note?: ReactNode;
  readonly testId?: string;
  readonly children: ReactNode;
}

export function ChartCard(props: ChartCardProps): JSX.Element {
  const { title, subject, aside, csv, note, testId, children } = props;
  const body = useRef<HTMLDivElement>(null);
  const name = (ending: string): string => `${fileStem(subject)}_${fileStem(title)}.${ending}`;
  const chart = (): string => standaloneSvg(body.current!.querySelector("svg.chart")!, `${title} – ${subject}`);
  const save = async (ending: string, bytes: Uint8Array<ArrayBuffer>): Promise<void> => {
    await hostAbilities.saveFile({ name: name(ending), bytes });
  };
  return (
    <section className="chart-card" aria-label={title} data-testid={testId}>
      <header className="chart-card__head">
        <h3>{title}</h3>
        <span className="chart-card__aside figures">{aside}</span>
        {csv && (
          <SaveMenu
            title={title}
            onSvg={() => reportFailure(save("svg", encode(chart())))}
            onPng={() => reportFailure(svgToPng(chart()).then((bytes) => save("png", bytes)))}
            onCsv={() => reportFailure(save("csv", encode(csv())))}
          />
        )}
      </header>
      <div ref={body} className="chart-card__body">
        {children}
      </div>
      {note && <p className="chart-card__note">{note}</p>}
    </section>
  );
}

interface SaveMenuProps {
  readonly title: string;
  readonly onSvg: () => void;
  readonly onPng: () => void;
  readonly onCsv: () => void;
}

function SaveMenu({ title, onSvg, onPng, onCsv }: SaveMenuProps): JSX.Element {
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon size={22} aria-label={`Save “${title}”`} data-testid="chart-menu">
          <IconDotsVertical size={15} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconFileTypeSvg size={16} aria-hidden />} onClick={onSvg}>
          Save as SVG
        </Menu.Item>
        <Menu.Item leftSection={<IconFileTypePng size={16} aria-hidden />} onClick={onPng}>
          Save as PNG
        </Menu.Item>
        <Menu.Item leftSection={<IconFileTypeCsv size={16} aria-hidden />} onClick={onCsv}>
          Save values as CSV
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

function encode(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}

/** Letters, digits and dashes, which every system takes. */
function fileStem(text: string): string {
  const stem = text
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, "-")
    .replaceAll(/^-+|-+$/g, "");
  return stem.slice(0, 60) || "chart";
}
