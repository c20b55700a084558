import type { StackImage } from "#lib/dicom/image-stack.ts";
import type { CutPlane } from "#lib/dicom/plane-cut.ts";
import type { GreyWindow } from "#lib/dicom/window.ts";

/** A point on the screen, CSS pixels from the view's top left corner. */
export type ScreenPoint = readonly [x: number, y: number];

/** Why there is no picture; each is told in words, never by a black square. */
export type PictureProblem =
  | { readonly kind: "noPixels" }
  | { readonly kind: "noFrame" }
  | { readonly kind: "unsupported"; readonly syntax: string }
  | { readonly kind: "undecodable"; readonly detail: string }
  | { readonly kind: "unreachable"; readonly error: unknown }
  | { readonly kind: "tooLarge" }
  | { readonly kind: "noWebGl" };

/** What a view shows now. A new object for each change. */
export interface ViewSnapshot {
  /** Place in the stack, from 0. */
  readonly index: number;
  readonly count: number;
  /** Pictures of the stack that are in memory. */
  readonly loaded: number;
  readonly status: "opening" | "ready" | PictureProblem;
  /** True while the picture of `index` is on its way and an older one is shown. */
  readonly isWaiting: boolean;
  readonly window: GreyWindow | undefined;
  readonly zoom: number;
  readonly rotation: number;
  readonly isFlippedHorizontally: boolean;
  readonly isFlippedVertically: boolean;
  readonly isInverted: boolean;
  /** Sides of the body at the top, right, bottom and left edge; undefined where the file does not tell. */
  readonly letters: readonly [top: string, right: string, bottom: string, left: string] | undefined;
  /** Millimetres of one CSS pixel; undefined without pixel spacing. */
  readonly millimetres: number | undefined;
  /** Where a cut through a volume lies: `at −42.5 mm`; undefined in a stack, whose pictures tell it themselves. */
  readonly cut: string | undefined;
  /** Where the view cuts through the patient; undefined in a stack. */
  readonly plane: CutPlane | undefined;
  /** Corners of the picture on the screen, and of the parts known to be free of burned-in text. */
  readonly outline: readonly ScreenPoint[];
  readonly clearParts: readonly (readonly ScreenPoint[])[];
}

/** A view before its first picture. */
export const OPENING: Omit<ViewSnapshot, "index" | "count"> = {
  loaded: 0,
  status: "opening",
  isWaiting: true,
  window: undefined,
  zoom: 1,
  rotation: 0,
  isFlippedHorizontally: false,
  isFlippedVertically: false,
  isInverted: false,
  letters: undefined,
  millimetres: undefined,
  cut: undefined,
  plane: undefined,
  outline: [],
  clearParts: [],
};

/** How the screen around a view steers it. Knows nothing of the engine behind. */
export interface ViewHandle {
  /** Pictures one by one, or a plane cut through a volume. */
  readonly kind: "stack" | "plane";
  /** The pictures of the stack, in its order; none for a plane. */
  readonly images: readonly StackImage[];
  /** The picture that is shown; for a plane one that stands for its series. */
  readonly picture: () => StackImage | undefined;
  readonly subscribe: (listener: () => void) => () => void;
  readonly snapshot: () => ViewSnapshot;
  readonly goTo: (index: number) => void;
  readonly setWindow: (window: GreyWindow) => void;
  readonly zoomBy: (factor: number) => void;
  readonly panBy: (x: number, y: number) => void;
  readonly rotateBy: (degrees: number) => void;
  readonly flip: (axis: "horizontal" | "vertical") => void;
  readonly invert: () => void;
  readonly reset: () => void;
  /** Tries again what failed. */
  readonly retry: () => void;
  readonly dispose: () => void;
}
