import { Enums as CoreEnums, eventTarget, utilities } from "@cornerstonejs/core";
import {
  addTool,
  AngleTool,
  ArrowAnnotateTool,
  BidirectionalTool,
  CobbAngleTool,
  EllipticalROITool,
  Enums,
  init as initTools,
  LengthTool,
  PanTool,
  PlanarFreehandROITool,
  ProbeTool,
  RectangleROITool,
  StackScrollTool,
  ToolGroupManager,
  WindowLevelTool,
  ZoomTool,
  type Types,
} from "@cornerstonejs/tools";
import { MEASURE_TOOLS, TOOL_NAMES, type ToolName } from "#components/dicom/viewer/tools.ts";
import { renderingEngine } from "./engine.ts";

const GROUP = "views";

const CLASSES = {
  window: WindowLevelTool,
  zoom: ZoomTool,
  pan: PanTool,
  scroll: StackScrollTool,
  length: LengthTool,
  bidirectional: BidirectionalTool,
  angle: AngleTool,
  cobb: CobbAngleTool,
  ellipse: EllipticalROITool,
  rectangle: RectangleROITool,
  freehand: PlanarFreehandROITool,
  probe: ProbeTool,
  arrow: ArrowAnnotateTool,
} as const satisfies Record<ToolName, unknown>;

/** Cornerstone's classes leave the type of their name open. */
const engineName = (tool: ToolName): string => String(CLASSES[tool].toolName);

const { MouseBindings, KeyboardBindings } = Enums;

/** Works whatever tool is taken up: right button zooms, middle button or Shift pans; two fingers zoom, three scroll. */
const ALWAYS: Partial<Record<ToolName, Types.SetToolBindingsType["bindings"]>> = {
  zoom: [{ mouseButton: MouseBindings.Secondary }, { numTouchPoints: 2 }],
  pan: [
    { mouseButton: MouseBindings.Auxiliary },
    { mouseButton: MouseBindings.Primary, modifierKey: KeyboardBindings.Shift },
  ],
  scroll: [{ numTouchPoints: 3 }],
};

let hasStarted = false;

/** Lets the tools work on a view. The answer undoes it. */
export function joinTools(viewportId: string): () => void {
  const group = toolGroup();
  const engine = renderingEngine();
  group.addViewport(viewportId, engine.id);
  return () => group.removeViewports(engine.id, viewportId);
}

/** Takes up a tool for the main button and one finger. */
export function takeTool(tool: ToolName): void {
  const group = toolGroup();
  for (const name of TOOL_NAMES) {
    const bindings = [
      ...(name === tool ? [{ mouseButton: MouseBindings.Primary }, { numTouchPoints: 1 }] : []),
      ...(ALWAYS[name] ?? []),
    ];
    const toolName = engineName(name);
    // Passive measurements can still be grabbed and moved.
    group.setToolPassive(toolName, { removeAllBindings: true });
    if (bindings.length > 0) group.setToolActive(toolName, { bindings });
  }
}

/** The measuring tool behind a name of Cornerstone's. */
export function measureToolOf(name: string): ToolName | undefined {
  return MEASURE_TOOLS.find((tool) => engineName(tool) === name);
}

type AskNote = (current: string) => Promise<string | undefined>;
let askNote: AskNote = () => Promise.resolve(undefined);

/** Who asks for the words of an arrow note. */
export function askNoteBy(ask: AskNote): void {
  askNote = ask;
}

/** No words, no note: Cornerstone takes an arrow without text away again. */
const NOTE = {
  getTextCallback: async (done: (text: string) => void) => done((await askNote("")) ?? ""),
  changeTextCallback: async (clicked: Noted, _event: unknown, done: (text: string) => void) => {
    const current = clicked.data?.text ?? "";
    done((await askNote(current)) ?? current);
  },
};

interface Noted {
  readonly data?: { readonly text?: string };
}

/** Starts Cornerstone's tools, once. */
function startTools(): void {
  if (hasStarted) return;
  initTools();
  for (const tool of Object.values(CLASSES)) addTool(tool);
  hasStarted = true;
  // The tools come after the first picture and hear only of views that are enabled from now on.
  const engine = renderingEngine();
  for (const { id, element } of engine.getViewports()) {
    const detail = { element, viewportId: id, renderingEngineId: engine.id };
    utilities.triggerEvent(eventTarget, CoreEnums.Events.ELEMENT_ENABLED, detail);
  }
}

function toolGroup() {
  startTools();
  const known = ToolGroupManager.getToolGroup(GROUP);
  if (known) return known;
  const group = ToolGroupManager.createToolGroup(GROUP);
  if (!group) throw new Error("Cornerstone made no group of tools.");
  for (const name of TOOL_NAMES) group.addTool(engineName(name), name === "arrow" ? NOTE : {});
  takeTool("window");
  return group;
}
