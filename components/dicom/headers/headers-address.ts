"use client";

import { usePathname, useSearchParams } from "next/navigation";
import { useMemo } from "react";

export const HEADER_VIEWS = ["tree", "compare", "series", "findings"] as const;
export type HeaderView = (typeof HEADER_VIEWS)[number];

/** What the address says of the headers: UIDs and numbers only. */
export interface HeadersAddress {
  /** Series Instance UID; empty for the first. */
  readonly series: string;
  readonly view: HeaderView;
  /** 1-based, in the order of Instance Number. */
  readonly instance: number;
  /** The one it is compared with. */
  readonly other: number;
}

export interface HeadersAddressControl {
  readonly address: HeadersAddress;
  /** Changes the address in place. */
  readonly note: (changes: Partial<HeadersAddress>) => void;
}

/** Reads and writes what is looked at in the page's address, beside `tab=headers`. */
export function useHeadersAddress(): HeadersAddressControl {
  const params = useSearchParams();
  const pathname = usePathname();
  return useMemo(() => {
    const address = readHeadersAddress(params);
    return {
      address,
      note: (changes) => {
        const { series, view, instance, other } = {
          ...readHeadersAddress(new URLSearchParams(window.location.search)),
          ...changes,
        };
        const query = new URLSearchParams({ tab: "headers", view, instance: String(instance), other: String(other) });
        if (series) query.set("series", series);
        window.history.replaceState(null, "", `${pathname}?${query.toString()}`);
      },
    };
  }, [params, pathname]);
}

function readHeadersAddress(params: { get(name: string): string | null }): HeadersAddress {
  const number = (name: string, usual: number): number =>
    Math.max(1, Math.trunc(Number(params.get(name) ?? usual)) || usual);
  const series = params.get("series") ?? "";
  return {
    series: /^[\d.]+$/.test(series) ? series : "",
    view: HEADER_VIEWS.find((view) => view === params.get("view")) ?? "tree",
    instance: number("instance", 1),
    other: number("other", 2),
  };
}
