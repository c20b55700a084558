import type { Types } from "@cornerstonejs/tools";
import type { MeasuredFigure } from "#components/dicom/viewer/measurement.ts";
import type { ToolName } from "#components/dicom/viewer/tools.ts";

/** Names of a tool's results: what we call them, where Cornerstone keeps value and unit. */
type FigureRow = readonly [name: MeasuredFigure["name"], value: string, unit: string];

const AREA: readonly FigureRow[] = [
  ["Area", "area", "areaUnit"],
  ["Mean", "mean", "modalityUnit"],
  ["SD", "stdDev", "modalityUnit"],
];

const FIGURES: Partial<Readonly<Record<ToolName, readonly FigureRow[]>>> = {
  length: [["Length", "length", "unit"]],
  bidirectional: [
    ["Length", "length", "unit"],
    ["Width", "width", "unit"],
  ],
  angle: [["Angle", "angle", "°"]],
  cobb: [["Angle", "angle", "°"]],
  ellipse: AREA,
  rectangle: AREA,
  freehand: AREA,
  probe: [["Value", "value", "modalityUnit"]],
};

/** What a tool has measured, as far as it has. */
export function annotationFigures(tool: ToolName, annotation: Types.Annotation): readonly MeasuredFigure[] {
  const stats = Object.values(annotation.data.cachedStats ?? {})[0] as Readonly<Record<string, unknown>> | undefined;
  if (!stats) return [];
  return (FIGURES[tool] ?? []).flatMap(([name, valueKey, unitKey]) => {
    const value = stats[valueKey];
    const unit = unitKey === "°" ? "°" : String(stats[unitKey] ?? "");
    return typeof value === "number" && Number.isFinite(value) ? [{ name, value, unit: spelled(unit) }] : [];
  });
}

function spelled(unit: string): string {
  return unit === "raw" ? "" : unit.replace(/\xB2/, "²");
}
