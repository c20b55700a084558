/** What dragging with the main button or one finger does. */
export type ToolName =
  | "crosshairs"
  | "window"
  | "zoom"
  | "pan"
  | "scroll"
  | "length"
  | "bidirectional"
  | "angle"
  | "cobb"
  | "ellipse"
  | "rectangle"
  | "freehand"
  | "probe"
  | "arrow";

export interface ToolWords {
  readonly title: string;
  /** The key that takes it up. */
  readonly key: string;
}

/** Tools for planes through a volume alone. */
export const PLANE_TOOLS = ["crosshairs"] as const satisfies readonly ToolName[];

/** Tools that move or change what is seen. */
export const MOVE_TOOLS = ["window", "zoom", "pan", "scroll"] as const satisfies readonly ToolName[];

/** Tools that leave a measurement. */
export const MEASURE_TOOLS = [
  "length",
  "bidirectional",
  "angle",
  "cobb",
  "ellipse",
  "rectangle",
  "freehand",
  "probe",
  "arrow",
] as const satisfies readonly ToolName[];

/** The tools of a stack. */
export const STACK_TOOLS = [...MOVE_TOOLS, ...MEASURE_TOOLS] as const;

const TOOL_NAMES: readonly ToolName[] = [...PLANE_TOOLS, ...STACK_TOOLS];

export const TOOLS: Readonly<Record<ToolName, ToolWords>> = {
  crosshairs: { title: "Crosshairs", key: "x" },
  window: { title: "Window", key: "w" },
  zoom: { title: "Zoom", key: "z" },
  pan: { title: "Pan", key: "p" },
  scroll: { title: "Scroll", key: "s" },
  length: { title: "Length", key: "l" },
  bidirectional: { title: "Bidirectional", key: "b" },
  angle: { title: "Angle", key: "a" },
  cobb: { title: "Cobb angle", key: "c" },
  ellipse: { title: "Ellipse", key: "e" },
  rectangle: { title: "Rectangle", key: "r" },
  freehand: { title: "Freehand region", key: "f" },
  probe: { title: "Probe", key: "d" },
  arrow: { title: "Arrow note", key: "n" },
};

/** The tool that a key takes up. */
export function toolOfKey(key: string): ToolName | undefined {
  return TOOL_NAMES.find((tool) => TOOLS[tool].key === key);
}
