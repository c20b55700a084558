"use client";

import { useEffect, useEffectEvent } from "react";
import { useKeyboardMap, type KeySection } from "#components/ui/keyboard-map.tsx";
import { windowPresets } from "#lib/dicom/window.ts";
import { MEASURE_TOOLS, TOOLS, toolOfKey, type ToolName } from "./tools.ts";
import type { ViewHandle } from "./view-handle.ts";

export interface ViewerKeys {
  /** The view that keys concern. */
  readonly active: ViewHandle | undefined;
  /** To the next or previous series. */
  readonly onHop: (by: 1 | -1) => void;
  readonly onTool: (tool: ToolName) => void;
  /** Marks the picture as a key image. */
  readonly onMark: () => void;
  /** Space. */
  readonly onPlay: () => void;
}

const SECTION: KeySection = {
  title: "Viewer",
  keys: [
    [["↑", "↓"], "previous and next image"],
    [["PgUp", "PgDn"], "ten images on"],
    [["Home", "End"], "first and last image"],
    [["←", "→"], "previous and next series"],
    [["+", "-"], "zoom"],
    [["Shift", "arrows"], "pan"],
    [[",", "."], "narrower and wider window"],
    [["<", ">"], "darker and brighter"],
    [["[", "]"], "rotate by 90°"],
    [["h", "v"], "flip"],
    [["i"], "invert"],
    [[TOOLS.crosshairs.key], "tool: crosshairs, in planes"],
    [[TOOLS.window.key], "tool: window"],
    [[TOOLS.zoom.key], "tool: zoom"],
    [[TOOLS.pan.key], "tool: pan"],
    [[TOOLS.scroll.key], "tool: scroll"],
    ...MEASURE_TOOLS.map((tool) => [[TOOLS[tool].key], `measure: ${TOOLS[tool].title.toLowerCase()}`] as const),
    [["1", "…", "9"], "window presets"],
    [["0"], "reset"],
    [["k"], "key image"],
    [["Space"], "cine"],
    [["Ctrl Z", "Ctrl Y"], "undo and redo measurements"],
  ],
};

const PAN = 40;

type Acts = Readonly<Record<string, (view: ViewHandle) => void>>;

const ACTS: Acts = {
  ArrowUp: (view) => view.goTo(view.snapshot().index - 1),
  ArrowDown: (view) => view.goTo(view.snapshot().index + 1),
  PageUp: (view) => view.goTo(view.snapshot().index - 10),
  PageDown: (view) => view.goTo(view.snapshot().index + 10),
  Home: (view) => view.goTo(0),
  End: (view) => view.goTo(view.snapshot().count - 1),
  "Shift+ArrowUp": (view) => view.panBy(0, -PAN),
  "Shift+ArrowDown": (view) => view.panBy(0, PAN),
  "Shift+ArrowLeft": (view) => view.panBy(-PAN, 0),
  "Shift+ArrowRight": (view) => view.panBy(PAN, 0),
  "+": (view) => view.zoomBy(1.25),
  "=": (view) => view.zoomBy(1.25),
  "-": (view) => view.zoomBy(0.8),
  ",": (view) => changeWindow(view, 0.9, 0),
  ".": (view) => changeWindow(view, 1 / 0.9, 0),
  "<": (view) => changeWindow(view, 1, 0.05),
  ">": (view) => changeWindow(view, 1, -0.05),
  "[": (view) => view.rotateBy(-90),
  "]": (view) => view.rotateBy(90),
  h: (view) => view.flip("horizontal"),
  v: (view) => view.flip("vertical"),
  i: (view) => view.invert(),
  "0": (view) => view.reset(),
};

/** `shift` is a part of the width. */
function changeWindow(view: ViewHandle, factor: number, shift: number): void {
  const { window } = view.snapshot();
  if (window)
    view.setWindow({ width: Math.max(1, window.width * factor), centre: window.centre + window.width * shift });
}

const OTHER: Readonly<Record<string, (keys: ViewerKeys) => void>> = {
  " ": (keys) => keys.onPlay(),
  k: (keys) => keys.onMark(),
};

function choosePreset(view: ViewHandle, place: number): void {
  const preset = windowPresets(view.picture()?.attributes ?? {})[place];
  if (preset) view.setWindow(preset);
}

/** The keys of the viewer, while no field has the focus; shown in the help (`?`). */
export function useViewerKeys(area: { readonly current: HTMLElement | null }, keys: ViewerKeys): void {
  useKeyboardMap(SECTION);
  const press = useEffectEvent((event: KeyboardEvent): boolean => {
    const isArrow = event.key.startsWith("Arrow");
    const name = event.shiftKey && isArrow ? `Shift+${event.key}` : event.key;
    if (name === "ArrowLeft" || name === "ArrowRight") {
      keys.onHop(name === "ArrowLeft" ? -1 : 1);
      return true;
    }
    const tool = toolOfKey(name);
    if (tool) {
      keys.onTool(tool);
      return true;
    }
    const other = OTHER[name];
    if (other) {
      other(keys);
      return true;
    }
    if (/^[1-9]$/.test(name) && keys.active) choosePreset(keys.active, Number(name) - 1);
    const act = Object.hasOwn(ACTS, name) ? ACTS[name] : undefined;
    if (act && keys.active) act(keys.active);
    return act !== undefined;
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
      if (concerns(area.current, event.target) && press(event)) event.preventDefault();
    };
    document.addEventListener("keydown", listen);
    return () => document.removeEventListener("keydown", listen);
  }, [area]);
}

/** Anywhere in the viewer but in fields and on buttons, which have their own use for keys, and on the page as long as nothing else has the focus. */
function concerns(area: HTMLElement | null, target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement) || /^(?:INPUT|TEXTAREA|SELECT|BUTTON)$/.test(target.tagName)) return false;
  return target === document.body || target.id === "main" || (area?.contains(target) ?? false);
}
