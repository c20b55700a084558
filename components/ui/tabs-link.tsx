"use client";

import Box from "@mui/material/Box";
import { useEffect, useRef, type ReactNode } from "react";
import { PageLink } from "./page-link.tsx";
import { offerViews } from "./page-views.ts";
import { token } from "./tokens.ts";

export interface TabLink {
  /** Value in the address, and identity. */
  readonly value: string;
  readonly label: ReactNode;
  readonly href: string;
}

export interface TabsLinkProps {
  /** Names the group for screen readers: "Views of ehr". */
  readonly label: string;
  readonly tabs: readonly TabLink[];
  readonly current: string;
  /** Buttons at the right end of the bar. */
  readonly children?: ReactNode;
}

/** Tabs that are addresses: links in a bar, so that Back, reload and "open in a new tab" work. */
export function TabsLink({ label, tabs, current, children }: TabsLinkProps) {
  const bar = useRef<HTMLElement>(null);
  useEffect(() => {
    // On a narrow window the bar scrolls: where one is must be in sight.
    bar.current
      ?.querySelector(`[data-tab="${CSS.escape(current)}"]`)
      ?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [current]);
  useEffect(
    () => offerViews(tabs.flatMap(({ label, href }) => (typeof label === "string" ? [{ label, href }] : []))),
    [tabs],
  );
  return (
    <Box sx={BAR}>
      <Box component="nav" ref={bar} aria-label={label} sx={{ display: "flex", gap: "2px", overflowX: "auto" }}>
        {tabs.map((tab) => (
          <Box
            component={PageLink}
            key={tab.value}
            href={tab.href}
            scroll={false}
            data-tab={tab.value}
            aria-current={tab.value === current ? "page" : undefined}
            sx={TAB}
          >
            {tab.label}
          </Box>
        ))}
      </Box>
      <Box sx={{ ml: "auto", py: 1, display: "flex", gap: 2, alignItems: "center", flexShrink: 0 }}>{children}</Box>
    </Box>
  );
}

const BAR = {
  display: "flex",
  alignItems: "center",
  flexWrap: "wrap",
  columnGap: 4,
  px: 4,
  minHeight: 42,
  flexShrink: 0,
  bgcolor: token.panel,
  borderBottom: `1px solid ${token.line}`,
} as const;

const TAB = {
  px: 3,
  py: "11px",
  color: token.dim,
  textDecoration: "none",
  whiteSpace: "nowrap",
  "&:hover": { color: token.ink },
  "&:focus-visible": { outlineOffset: -2 },
  '&[aria-current="page"]': { color: token.accent, fontWeight: 600, boxShadow: `inset 0 -2px ${token.accent}` },
} as const;
