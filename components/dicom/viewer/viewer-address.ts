"use client";

import { useSearchParams } from "next/navigation";
import { useMemo, useSyncExternalStore } from "react";
import { PALETTE_NAMES, type PaletteName } from "#lib/dicom/palette.ts";
import { SLAB_BLENDS, type Slab } from "./plane-set.ts";

export interface GridLayout {
  readonly rows: number;
  readonly columns: number;
}

/** Series side by side; planes through one volume; those planes with a PET laid over the CT. */
export type ViewerMode = "grid" | "mpr" | "fusion";

export type SidePanel = "measurements" | "structures" | "keyImages" | "header" | "none";

/** How the overlay of a fusion is painted; `upper` undefined for what is usual. */
export interface OverlayChoice {
  /** From 0 to 1. */
  readonly opacity: number;
  readonly palette: PaletteName;
  readonly upper: number | undefined;
}

/** What the address says: it can be linked, reloaded and walked with Back. UIDs and numbers only, nothing of the patient. */
export interface ViewerAddress {
  readonly mode: ViewerMode;
  /** Of the grid. */
  readonly layout: GridLayout;
  /** Series Instance UIDs by view; "" for an empty one. Planes go through the first; of a fusion they are CT and PET. */
  readonly series: readonly string[];
  /** The view that keys and tools concern. */
  readonly active: number;
  readonly panel: SidePanel;
  /** Picture of the active view to begin with. */
  readonly instance: string | undefined;
  readonly frame: number;
  readonly window: { readonly width: number; readonly centre: number } | undefined;
  /** Undefined for the thinnest planes. */
  readonly slab: Slab | undefined;
  readonly overlay: OverlayChoice;
  /** Whether the other views follow the active one. */
  readonly isSynced: boolean;
  /** Whether the picture of the active view is drawn as a line in the others. */
  readonly hasLines: boolean;
  /** Whether stacks are cut down to their key images. */
  readonly isKeyOnly: boolean;
}

/** Views on screen. */
export function viewCount({ mode, layout }: Pick<ViewerAddress, "mode" | "layout">): number {
  return mode === "grid" ? layout.rows * layout.columns : 3;
}

export interface ViewerAddressControl {
  readonly address: ViewerAddress;
  /** A step that Back undoes. */
  readonly go: (changes: Partial<ViewerAddress>) => void;
  /** A small move; replaces the entry of the browser's history. */
  readonly note: (changes: Partial<ViewerAddress>) => void;
}

/** Who hears of a step that the viewer takes itself. */
const listeners = new Set<() => void>();

/**
 * Reads and writes the viewer's state in the page's address. Next tells of a new address in a transition, which pictures that arrive
 * by the dozen put off for seconds: what the viewer changes itself is taken at once.
 */
export function useViewerAddress(): ViewerAddressControl {
  // Links and Back are Next's: its parameters change with them, and the address is looked at again.
  useSearchParams();
  const search = useSyncExternalStore(subscribe, searchNow, () => "");
  return useMemo(() => {
    const href = (changes: Partial<ViewerAddress>) => {
      const query = formatAddress({ ...readAddress(new URLSearchParams(searchNow())), ...changes });
      return query === "" ? window.location.pathname : `?${query}`;
    };
    const told = (act: () => void) => {
      act();
      for (const listener of listeners) listener();
    };
    return {
      address: readAddress(new URLSearchParams(search)),
      go: (changes) => told(() => window.history.pushState(null, "", href(changes))),
      note: (changes) => told(() => window.history.replaceState(null, "", href(changes))),
    };
  }, [search]);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  window.addEventListener("popstate", listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener("popstate", listener);
  };
}

function searchNow(): string {
  return window.location.search;
}

const PANELS: readonly SidePanel[] = ["measurements", "structures", "keyImages", "header", "none"];
const ONE: GridLayout = { rows: 1, columns: 1 };
const USUAL_OVERLAY: OverlayChoice = { opacity: 0.6, palette: "hotIron", upper: undefined };

export function readAddress(params: { get(name: string): string | null }): ViewerAddress {
  const layout = readLayout(params.get("layout"));
  const mode = readMode(params.get("layout"));
  const active = Number(params.get("view") ?? 1) - 1;
  return {
    mode,
    layout,
    series: (params.get("series") ?? "").split(",").map((uid) => (/^[\d.]+$/.test(uid) ? uid : "")),
    active: Number.isInteger(active) && active >= 0 && active < viewCount({ mode, layout }) ? active : 0,
    panel: PANELS.find((panel) => panel === params.get("panel")) ?? "none",
    instance: params.get("instance") ?? undefined,
    frame: Math.max(1, Math.trunc(Number(params.get("frame") ?? 1)) || 1),
    window: readWindow(params.get("window")),
    slab: readSlab(params.get("slab")),
    overlay: readOverlay(params.get("overlay")),
    isSynced: params.get("sync") === "on",
    hasLines: params.get("lines") !== "off",
    isKeyOnly: params.get("images") === "key",
  };
}

/** The inverse of readAddress; what is usual is left out. */
export function formatAddress(address: ViewerAddress): string {
  const { window, slab } = address;
  const parts: readonly (readonly [name: string, value: string])[] = [
    ["layout", layoutText(address)],
    ["series", address.series.join(",").replace(/,+$/, "")],
    ["view", address.active === 0 ? "" : String(address.active + 1)],
    ["panel", address.panel === "none" ? "" : address.panel],
    ["instance", address.instance ?? ""],
    ["frame", address.frame === 1 ? "" : String(address.frame)],
    ["window", window ? `${window.width},${window.centre}` : ""],
    ["slab", slab ? `${slab.blend},${slab.millimetres}` : ""],
    ["overlay", overlayText(address.overlay)],
    ["sync", address.isSynced ? "on" : ""],
    ["lines", address.hasLines ? "" : "off"],
    ["images", address.isKeyOnly ? "key" : ""],
  ];
  return parts.flatMap(([name, value]) => (value === "" ? [] : [`${name}=${encodeURIComponent(value)}`])).join("&");
}

function readMode(text: string | null): ViewerMode {
  return text === "mpr" || text === "fusion" ? text : "grid";
}

function layoutText({ mode, layout }: ViewerAddress): string {
  if (mode !== "grid") return mode;
  return layout.rows * layout.columns === 1 ? "" : `${layout.rows}x${layout.columns}`;
}

function readLayout(text: string | null): GridLayout {
  const match = /^([1-3])x([1-3])$/.exec(text ?? "");
  return match ? { rows: Number(match[1]), columns: Number(match[2]) } : ONE;
}

function readWindow(text: string | null): ViewerAddress["window"] {
  const [width, centre] = (text ?? "").split(",").map(Number);
  return text && width !== undefined && width > 0 && centre !== undefined && Number.isFinite(centre)
    ? { width, centre }
    : undefined;
}

function readSlab(text: string | null): Slab | undefined {
  const [name, thickness] = (text ?? "").split(",");
  const blend = SLAB_BLENDS.find((known) => known === name);
  const millimetres = Number(thickness);
  return blend && millimetres > 0 && millimetres <= 1000 ? { blend, millimetres } : undefined;
}

function readOverlay(text: string | null): OverlayChoice {
  if (!text) return USUAL_OVERLAY;
  const [percent = "", name, top = ""] = text.split(",");
  const opacity = Number(percent) / 100;
  const upper = Number(top);
  return {
    opacity: percent !== "" && opacity >= 0 && opacity <= 1 ? opacity : USUAL_OVERLAY.opacity,
    palette: PALETTE_NAMES.find((known) => known === name) ?? USUAL_OVERLAY.palette,
    upper: upper > 0 && Number.isFinite(upper) ? upper : undefined,
  };
}

function overlayText({ opacity, palette, upper }: OverlayChoice): string {
  const text = [Math.round(opacity * 100), palette, ...(upper === undefined ? [] : [upper])].join(",");
  return text === `${USUAL_OVERLAY.opacity * 100},${USUAL_OVERLAY.palette}` ? "" : text;
}
