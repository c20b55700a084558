"use client";

import Box from "@mui/material/Box";

import { useQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { usePathname } from "next/navigation";
import { useMemo, useState, type CSSProperties, type ReactNode } from "react";
import { TreePanel } from "#components/tree/tree-panel.tsx";
import { ApiTargetProvider } from "#components/ui/api-target.tsx";
import { EnvironmentLockProvider } from "#components/ui/environment-lock.tsx";
import { KeyboardMapProvider } from "#components/ui/keyboard-map.tsx";
import { LoadingLines } from "#components/ui/loading.tsx";
import { PermissionsProvider } from "#components/ui/permissions.tsx";
import { NUMBER_FORM, usePreference } from "#components/ui/preference.ts";
import { QueryProblem } from "#components/ui/query-problem.tsx";
import { token } from "#components/ui/tokens.ts";
import { VISUALLY_HIDDEN } from "#components/ui/visually-hidden.ts";
import type { ConsoleSession } from "#lib/contract/console/session.ts";
import { environmentQueries } from "#lib/queries/environments.ts";
import { sessionQueries } from "#lib/queries/session.ts";
import { pagePlace, placeTitle } from "./page-place.ts";
import { RecentVisits } from "./recent-visits.tsx";
import { TopBar } from "./top-bar.tsx";
import { TREE_WIDTH, TreeResizer } from "./tree-resizer.tsx";
import { useShellKeys } from "./use-shell-keys.ts";

// Opened by a key or a button, so they are not part of the first load.
const CommandPalette = dynamic(() => import("./command-palette.tsx").then((file) => file.CommandPalette), {
  ssr: false,
});
const TreeDrawer = dynamic(() => import("./tree-drawer.tsx").then((file) => file.TreeDrawer), { ssr: false });
const HelpDialog = dynamic(() => import("./help-dialog.tsx").then((file) => file.HelpDialog), { ssr: false });

/** The frame of every page: top bar, resource tree, and what the page itself shows. */
export function Frame({ children }: { readonly children: ReactNode }) {
  const session = useQuery(sessionQueries.current());
  if (session.isPending) return <LoadingLines what="your session" />;
  if (session.isError) return <QueryProblem error={session.error} onRetry={() => void session.refetch()} />;
  return (
    <SessionScope session={session.data}>
      <FrameGrid session={session.data}>{children}</FrameGrid>
    </SessionScope>
  );
}

interface SessionProps {
  readonly session: ConsoleSession;
  readonly children: ReactNode;
}

/** What every screen below may ask about the session, without asking the server. */
function SessionScope({ session, children }: SessionProps) {
  const labels = useQuery(environmentQueries.list()).data;
  const permissions = useMemo(() => new Set(session.permissions), [session.permissions]);
  const target = useMemo(
    () => ({ baseUrl: session.api.baseUrl, needsToken: session.api.mode !== "emulator" }),
    [session.api.baseUrl, session.api.mode],
  );
  return (
    <ApiTargetProvider value={target}>
      <PermissionsProvider value={permissions}>
        <EnvironmentLockProvider labels={labels ?? []}>
          <KeyboardMapProvider>{children}</KeyboardMapProvider>
        </EnvironmentLockProvider>
      </PermissionsProvider>
    </ApiTargetProvider>
  );
}

const INITIAL_WIDTH: number = TREE_WIDTH.initial;

type Overlay = "palette" | "help" | "tree" | undefined;

function FrameGrid({ session, children }: SessionProps) {
  const place = pagePlace(usePathname());
  const [width, setWidth] = usePreference("treeWidth", INITIAL_WIDTH, NUMBER_FORM);
  const [overlay, setOverlay] = useState<Overlay>();
  const close = () => setOverlay(undefined);
  useShellKeys({ onPalette: () => setOverlay("palette"), onHelp: () => setOverlay("help") });
  const tree = <TreePanel current={place.name} onOpen={close} />;
  return (
    <Box sx={GRID} style={treeWidthStyle(width)}>
      <Box component="a" href="#main" sx={SKIP}>
        Skip to the page
      </Box>
      <TopBar
        session={session}
        place={place}
        onTree={() => setOverlay("tree")}
        onPalette={() => setOverlay("palette")}
        onHelp={() => setOverlay("help")}
      />
      <Box component="aside" aria-label="Resource tree" sx={ASIDE}>
        {tree}
        <TreeResizer width={width} onResize={setWidth} />
      </Box>
      {overlay === "tree" ? <TreeDrawer onClose={close}>{tree}</TreeDrawer> : null}
      <Box component="main" id="main" tabIndex={-1} sx={MAIN}>
        <Box component="h1" sx={VISUALLY_HIDDEN}>
          {placeTitle(place)}
        </Box>
        {children}
      </Box>
      {overlay === "palette" ? <CommandPalette onClose={close} onHelp={() => setOverlay("help")} /> : null}
      {overlay === "help" ? <HelpDialog onClose={close} /> : null}
      <RecentVisits place={place} />
    </Box>
  );
}

/** A custom property rather than a class: dragging the edge must not write a new style rule at each step. */
function treeWidthStyle(width: number): CSSProperties {
  const style: CSSProperties & Record<"--tree-width", string> = { "--tree-width": `${width}px` };
  return style;
}

const GRID = {
  display: "grid",
  gridTemplateRows: "48px minmax(0, 1fr)",
  gridTemplateColumns: { xs: "minmax(0, 1fr)", md: "var(--tree-width) minmax(0, 1fr)" },
  height: "100dvh",
} as const;

const ASIDE = {
  display: { xs: "none", md: "block" },
  position: "relative",
  minHeight: 0,
  bgcolor: token.panel,
  borderRight: `1px solid ${token.line}`,
} as const;

const MAIN = {
  minWidth: 0,
  minHeight: 0,
  overflow: "auto",
  display: "flex",
  flexDirection: "column",
  outline: "none",
} as const;

const SKIP = {
  position: "fixed",
  top: 8,
  left: 8,
  zIndex: 10,
  p: 2,
  bgcolor: token.panel,
  color: token.accent,
  borderRadius: "7px",
  transform: "translateY(-200%)",
  "&:focus": { transform: "none" },
} as const;
