/** @file Mantine's theme made from the design tokens: dark, dense, and never below twelve pixels. */
import {
  ActionIcon,
  Button,
  Checkbox,
  Combobox,
  createTheme,
  Menu,
  Modal,
  MultiSelect,
  NativeSelect,
  NumberInput,
  Progress,
  SegmentedControl,
  Select,
  Table,
  Tabs,
  Textarea,
  TextInput,
  Tooltip,
} from "@mantine/core";
import { tokens } from "./tokens";

const { colour, font } = tokens;

export const mantineTheme = createTheme({
  fontFamily: font.body,
  fontFamilyMonospace: font.mono,
  fontSizes: { xs: font.small, sm: font.normal, md: "14px", lg: font.large, xl: font.title },
  headings: { fontFamily: font.body, fontWeight: "600" },
  defaultRadius: tokens.size.radius,
  cursorType: "pointer",
  focusRing: "auto",
  primaryColor: "blue",
  primaryShade: 8,
  colors: {
    dark: [
      colour.text,
      "#c3ccd6",
      colour.textSoft,
      colour.textFaint,
      colour.lineStrong,
      colour.hover,
      colour.raised,
      colour.surface,
      colour.ground,
      colour.black,
    ],
  },
  components: {
    ActionIcon: ActionIcon.extend({ defaultProps: { variant: "subtle", color: "gray", size: "md" } }),
    Button: Button.extend({ defaultProps: { size: "xs" } }),
    Checkbox: Checkbox.extend({ defaultProps: { size: "xs" } }),
    // Lists of splits and runs are drawn when they open, not with every row of the page.
    Combobox: Combobox.extend({ defaultProps: { keepMounted: false } }),
    Menu: Menu.extend({ defaultProps: { shadow: "md", withinPortal: true } }),
    Modal: Modal.extend({ defaultProps: { centered: true, overlayProps: { backgroundOpacity: 0.65 } } }),
    MultiSelect: MultiSelect.extend({ defaultProps: { size: "xs" } }),
    NativeSelect: NativeSelect.extend({ defaultProps: { size: "xs" } }),
    NumberInput: NumberInput.extend({ defaultProps: { size: "xs" } }),
    Progress: Progress.extend({ defaultProps: { size: "sm" } }),
    SegmentedControl: SegmentedControl.extend({ defaultProps: { size: "xs" } }),
    Select: Select.extend({ defaultProps: { size: "xs", allowDeselect: false } }),
    Table: Table.extend({ defaultProps: { fz: "sm", verticalSpacing: 6, horizontalSpacing: "md" } }),
    Tabs: Tabs.extend({ defaultProps: { keepMounted: false } }),
    Textarea: Textarea.extend({ defaultProps: { size: "xs" } }),
    TextInput: TextInput.extend({ defaultProps: { size: "xs" } }),
    Tooltip: Tooltip.extend({
      defaultProps: {
        openDelay: 350,
        withArrow: true,
        multiline: true,
        maw: 320,
        fz: "xs",
        events: { hover: true, focus: true, touch: true },
      },
    }),
  },
});
