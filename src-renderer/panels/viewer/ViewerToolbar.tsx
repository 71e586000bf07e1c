/** @file The tools over the image; each tooltip names its key. */
import {
  IconArrowsMaximize,
  IconArrowsMove,
  IconColorPicker,
  IconColumns3,
  IconContrast2,
  IconFlame,
  IconLetterCase,
  IconRulerMeasure,
  IconSquare,
  IconSquareAsterisk,
  IconSunHigh,
  IconZoom,
  IconZoomPan,
  type Icon,
} from "@tabler/icons-react";
import type { JSX } from "react";
import { type ShortcutId, SHORTCUTS } from "../../components/shortcuts";
import { ToolButton } from "../../components/ToolButton";
import { useExplanation } from "../../stores/explanation-store";
import { useViewport, type OverlaySwitch, type ViewportTool } from "../../stores/viewport-store";
import { tokens } from "../../theme/tokens";
import { ViewActions } from "./ViewActions";
import { WindowControls } from "./WindowControls";

interface ToolChoice {
  readonly tool: ViewportTool;
  readonly icon: Icon;
  readonly label: string;
  readonly shortcut: ShortcutId;
}

const TOOLS: readonly ToolChoice[] = [
  { tool: "window", icon: IconSunHigh, label: "Window: drag", shortcut: "tool-window" },
  { tool: "pan", icon: IconArrowsMove, label: "Pan: drag", shortcut: "tool-pan" },
  { tool: "zoom", icon: IconZoom, label: "Zoom: drag", shortcut: "tool-zoom" },
  { tool: "length", icon: IconRulerMeasure, label: "Measure a length", shortcut: "tool-length" },
  { tool: "magnify", icon: IconZoomPan, label: "Magnifying glass", shortcut: "tool-magnify" },
  { tool: "probe", icon: IconColorPicker, label: "Read pixel values", shortcut: "tool-probe" },
];

interface LayerChoice {
  readonly layer: OverlaySwitch;
  readonly icon: Icon;
  readonly label: string;
  readonly shortcut: ShortcutId;
  readonly colour: string;
}

const LAYERS: readonly LayerChoice[] = [
  {
    layer: "reference",
    icon: IconSquare,
    label: "Reference boxes",
    shortcut: "toggle-references",
    colour: tokens.colour.reference,
  },
  {
    layer: "detections",
    icon: IconSquareAsterisk,
    label: "Detections",
    shortcut: "toggle-detections",
    colour: tokens.colour.detection,
  },
  {
    layer: "labels",
    icon: IconLetterCase,
    label: "Words on the image",
    shortcut: "toggle-labels",
    colour: tokens.colour.text,
  },
];

export function ViewerToolbar(): JSX.Element {
  return (
    <div className="viewer-toolbar" role="toolbar" aria-label="Image tools">
      <ToolGroup />
      <WindowControls />
      <ViewGroup />
      <LayerGroup />
      <MapGroup />
    </div>
  );
}

function ToolGroup(): JSX.Element {
  const active = useViewport((state) => state.tool);
  const setTool = useViewport((state) => state.setTool);
  return (
    <div className="viewer-toolbar__group">
      {TOOLS.map(({ tool, icon, label, shortcut }) => (
        <ToolButton
          key={tool}
          icon={icon}
          label={label}
          shortcut={shortcut}
          isActive={tool === active}
          testId={`tool-${tool}`}
          onClick={() => setTool(tool)}
        />
      ))}
    </div>
  );
}

function ViewGroup(): JSX.Element {
  const isInverted = useViewport((state) => state.isInverted);
  const isFitted = useViewport((state) => state.isFitted);
  const invert = useViewport((state) => state.invert);
  const fit = useViewport((state) => state.fit);
  return (
    <div className="viewer-toolbar__group">
      <ToolButton icon={IconContrast2} label="Invert" shortcut="invert" isActive={isInverted} onClick={invert} />
      <ToolButton icon={IconArrowsMaximize} label="Fit to window" shortcut="fit" isActive={isFitted} onClick={fit} />
      <ViewActions />
    </div>
  );
}

function LayerGroup(): JSX.Element {
  const layers = useViewport((state) => state.layers);
  const toggleLayer = useViewport((state) => state.toggleLayer);
  return (
    <div className="viewer-toolbar__group">
      {LAYERS.map(({ layer, icon, label, shortcut, colour }) => (
        <ToolButton
          key={layer}
          icon={icon}
          label={label}
          shortcut={shortcut}
          isActive={layers[layer]}
          activeColour={colour}
          testId={`layer-${layer}`}
          onClick={() => toggleLayer(layer)}
        />
      ))}
    </div>
  );
}

function MapGroup(): JSX.Element {
  const { isOn, isInThreeViews, toggle, toggleThreeViews } = useExplanation();
  return (
    <div className="viewer-toolbar__group viewer-toolbar__maps">
      <ToolButton
        icon={IconFlame}
        label="Heat map of where the model looked; keys 5 to 8 choose its layer"
        isActive={isOn}
        testId="map-toggle"
        onClick={toggle}
      />
      <ToolButton
        icon={IconColumns3}
        label={SHORTCUTS["three-views"].label}
        shortcut="three-views"
        isActive={isOn && isInThreeViews}
        testId="three-views"
        onClick={toggleThreeViews}
      />
    </div>
  );
}
