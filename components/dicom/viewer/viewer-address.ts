"use client";

import { usePathname, useSearchParams } from "next/navigation";
import { useMemo } from "react";

export interface GridLayout {
  readonly rows: number;
  readonly columns: number;
}

export type SidePanel = "measurements" | "structures" | "none";

/** What the address says: it can be linked, reloaded and walked with Back. UIDs and numbers only, nothing of the patient. */
export interface ViewerAddress {
  readonly layout: GridLayout;
  /** Series Instance UIDs by view; "" for an empty one. */
  readonly series: readonly string[];
  /** The view that keys and tools concern. */
  readonly active: number;
  readonly panel: SidePanel;
  /** Picture of the active view to begin with. */
  readonly instance: string | undefined;
  readonly frame: number;
  readonly window: { readonly width: number; readonly centre: number } | undefined;
}

export interface ViewerAddressControl {
  readonly address: ViewerAddress;
  /** A step that Back undoes. */
  readonly go: (changes: Partial<ViewerAddress>) => void;
  /** A small move; replaces the entry of the browser's history. */
  readonly note: (changes: Partial<ViewerAddress>) => void;
}

/** Reads and writes the viewer's state in the page's address. */
export function useViewerAddress(): ViewerAddressControl {
  const params = useSearchParams();
  const pathname = usePathname();
  return useMemo(() => {
    // The address as it is now: the parameters of this render may be older than a step that was just taken.
    const href = (changes: Partial<ViewerAddress>) => {
      const query = formatAddress({ ...readAddress(new URLSearchParams(window.location.search)), ...changes });
      return query === "" ? pathname : `${pathname}?${query}`;
    };
    return {
      address: readAddress(params),
      go: (changes) => window.history.pushState(null, "", href(changes)),
      note: (changes) => window.history.replaceState(null, "", href(changes)),
    };
  }, [params, pathname]);
}

const PANELS: readonly SidePanel[] = ["measurements", "structures", "none"];
const ONE: GridLayout = { rows: 1, columns: 1 };

export function readAddress(params: { get(name: string): string | null }): ViewerAddress {
  const layout = readLayout(params.get("layout"));
  const active = Number(params.get("view") ?? 1) - 1;
  return {
    layout,
    series: (params.get("series") ?? "").split(",").map((uid) => (/^[\d.]+$/.test(uid) ? uid : "")),
    active: Number.isInteger(active) && active >= 0 && active < layout.rows * layout.columns ? active : 0,
    panel: PANELS.find((panel) => panel === params.get("panel")) ?? "none",
    instance: params.get("instance") ?? undefined,
    frame: Math.max(1, Math.trunc(Number(params.get("frame") ?? 1)) || 1),
    window: readWindow(params.get("window")),
  };
}

/** The inverse of readAddress; what is usual is left out. */
export function formatAddress(address: ViewerAddress): string {
  const { layout, window } = address;
  const parts: readonly (readonly [name: string, value: string])[] = [
    ["layout", layout.rows * layout.columns === 1 ? "" : `${layout.rows}x${layout.columns}`],
    ["series", address.series.join(",").replace(/,+$/, "")],
    ["view", address.active === 0 ? "" : String(address.active + 1)],
    ["panel", address.panel === "none" ? "" : address.panel],
    ["instance", address.instance ?? ""],
    ["frame", address.frame === 1 ? "" : String(address.frame)],
    ["window", window ? `${window.width},${window.centre}` : ""],
  ];
  return parts.flatMap(([name, value]) => (value === "" ? [] : [`${name}=${encodeURIComponent(value)}`])).join("&");
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
