import type { ToolName } from "./tools.ts";

/** A measurement as the list shows it. */
export interface Measurement {
  readonly id: string;
  readonly tool: ToolName;
  /** Given by hand; empty until then. */
  readonly label: string;
  /** Figures that the tool found, the main one first; empty until the picture is seen. */
  readonly figures: readonly MeasuredFigure[];
  /** Corners or ends in the patient's space, millimetres. */
  readonly points: readonly (readonly [x: number, y: number, z: number])[];
  /** Whether the points go round an area. */
  readonly isClosed: boolean;
  /** UIDs of the picture it lies on; empty for one drawn on a cut through a volume. */
  readonly series: string;
  readonly instance: string;
  readonly frame: number;
}

export interface MeasuredFigure {
  readonly name: "Length" | "Width" | "Angle" | "Area" | "Mean" | "SD" | "Value";
  readonly value: number;
  /** As shown: `mm`, `mm²`, `HU`, `°`. */
  readonly unit: string;
}

/** The measurements of the page, whatever views are on screen. Knows nothing of the engine behind. */
export interface MeasurementBook {
  readonly subscribe: (listener: () => void) => () => void;
  readonly list: () => readonly Measurement[];
  readonly rename: (id: string, label: string) => void;
  readonly remove: (id: string) => void;
  /** Takes back the last drawing, change, naming or removal. */
  readonly undo: () => void;
  readonly redo: () => void;
  /** Marks one on the pictures. */
  readonly select: (id: string) => void;
  /** Asks for the words of an arrow note; undefined gives it up. */
  readonly onAskNote: (ask: (current: string) => Promise<string | undefined>) => void;
}

/** `74.6 mm`, `41.2 HU ± 3.1`. */
export function figureText(figures: readonly MeasuredFigure[]): string {
  return figures
    .map(({ name, value, unit }) => {
      const number = `${rounded(value)}${unit === "°" ? "" : " "}${unit}`.trim();
      return name === "SD" ? `± ${rounded(value)}` : number;
    })
    .join("  ");
}

/** A tenth where it matters, none above a thousand. */
function rounded(value: number): string {
  return value.toLocaleString("en", { maximumFractionDigits: Math.abs(value) >= 1000 ? 0 : 1 });
}
