import { Enums as CoreEnums, eventTarget, utilities } from "@cornerstonejs/core";
import {
  addTool,
  AngleTool,
  ArrowAnnotateTool,
  BidirectionalTool,
  CobbAngleTool,
  CrosshairsTool,
  EllipticalROITool,
  Enums,
  init as initTools,
  LengthTool,
  PanTool,
  PlanarFreehandROITool,
  RectangleROITool,
  StackScrollTool,
  ToolGroupManager,
  WindowLevelTool,
  ZoomTool,
  type Types,
} from "@cornerstonejs/tools";
import { MEASURE_TOOLS, STACK_TOOLS, type ToolName } from "#components/dicom/viewer/tools.ts";
import { renderingEngine } from "./engine.ts";
import { PictureProbeTool } from "./picture-probe.ts";

const STACKS = "views";

const CLASSES = {
  crosshairs: CrosshairsTool,
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
  probe: PictureProbeTool,
  arrow: ArrowAnnotateTool,
} as const satisfies Record<ToolName, unknown>;

/** Cornerstone's name of a tool; its classes leave the type open. */
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

/** The groups of views that there are, with the tools of each. */
const groups = new Map<string, readonly ToolName[]>();
const hidden = new Set<ToolName>();
let taken: ToolName = "window";
let hasStarted = false;

/** Lets the tools work on a view of a stack. The answer undoes it. */
export function joinTools(viewportId: string): () => void {
  const group = toolGroup(STACKS, { tools: STACK_TOOLS });
  const engine = renderingEngine();
  group.addViewport(viewportId, engine.id);
  return () => group.removeViewports(engine.id, viewportId);
}

/** Takes up a tool for the main button and one finger, in all views that have it. */
export function takeTool(tool: ToolName): void {
  taken = tool;
  toolGroup(STACKS, { tools: STACK_TOOLS });
  for (const id of groups.keys()) bindTaken(id);
}

/** Takes what a tool draws off the views, or puts it back. */
export function hideTool(tool: ToolName, isHidden: boolean): void {
  if (isHidden) hidden.add(tool);
  else hidden.delete(tool);
  for (const [id, tools] of groups) if (tools.includes(tool)) bindTaken(id);
}

function bindTaken(id: string): void {
  const tools = groups.get(id) ?? [];
  const group = ToolGroupManager.getToolGroup(id);
  const main = tools.includes(taken) && !hidden.has(taken) ? taken : "window";
  for (const name of tools) {
    const bindings = [
      ...(name === main ? [{ mouseButton: MouseBindings.Primary }, { numTouchPoints: 1 }] : []),
      ...(ALWAYS[name] ?? []),
    ];
    const toolName = engineName(name);
    if (hidden.has(name)) {
      group?.setToolDisabled(toolName);
      continue;
    }
    // Passive measurements can still be grabbed and moved.
    group?.setToolPassive(toolName, { removeAllBindings: true });
    if (bindings.length > 0) group?.setToolActive(toolName, { bindings });
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

export interface ToolGroupOptions {
  readonly tools: readonly ToolName[];
  /** Views that it begins with. */
  readonly viewportIds?: readonly string[];
  /** Of single tools. */
  readonly configuration?: Partial<Record<ToolName, object>>;
}

/** The group of a name, made when it is not there. */
export function toolGroup(id: string, options: ToolGroupOptions): ToolGroup {
  startTools();
  const known = ToolGroupManager.getToolGroup(id);
  if (known) return known;
  const group = ToolGroupManager.createToolGroup(id);
  if (!group) throw new Error("Cornerstone made no group of tools.");
  const { tools, viewportIds = [], configuration = {} } = options;
  for (const name of tools) group.addTool(engineName(name), configuration[name] ?? (name === "arrow" ? NOTE : {}));
  for (const viewportId of viewportIds) group.addViewport(viewportId, renderingEngine().id);
  groups.set(id, tools);
  bindTaken(id);
  return group;
}

/** Takes a group down again; its tools stop listening. */
export function endToolGroup(id: string): void {
  const group = ToolGroupManager.getToolGroup(id);
  for (const name of groups.get(id) ?? []) group?.setToolDisabled(engineName(name));
  groups.delete(id);
  ToolGroupManager.destroyToolGroup(id);
}

type ToolGroup = NonNullable<ReturnType<typeof ToolGroupManager.createToolGroup>>;
