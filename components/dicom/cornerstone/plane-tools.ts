import { PLANE_COLOURS, PLANE_NAMES, planeViewId } from "#components/dicom/viewer/plane-set.ts";
import { PLANE_TOOLS, STACK_TOOLS } from "#components/dicom/viewer/tools.ts";
import { endToolGroup, hideTool, toolGroup } from "./tools.ts";

const PLANES = "planes";

const CROSSHAIRS = {
  getReferenceLineColor: (viewId: string) => {
    const name = PLANE_NAMES.find((plane) => planeViewId(plane) === viewId);
    return name && PLANE_COLOURS[name];
  },
  // Slabs have a control of their own, which knows what is shown of them.
  getReferenceLineSlabThicknessControlsOn: () => false,
};

/** Lets the tools, crosshairs among them, work on the planes of a volume. The answer undoes it. */
export function joinPlaneTools(viewportIds: readonly string[]): () => void {
  toolGroup(PLANES, {
    tools: [...PLANE_TOOLS, ...STACK_TOOLS],
    viewportIds,
    configuration: { crosshairs: CROSSHAIRS },
  });
  return () => endToolGroup(PLANES);
}

export function showCrosshairs(isShown: boolean): void {
  hideTool("crosshairs", !isShown);
}
