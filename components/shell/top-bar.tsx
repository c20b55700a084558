"use client";

import DarkModeIcon from "@mui/icons-material/DarkModeOutlined";
import LightModeIcon from "@mui/icons-material/LightModeOutlined";
import MenuIcon from "@mui/icons-material/Menu";
import SearchIcon from "@mui/icons-material/Search";
import VisibilityIcon from "@mui/icons-material/VisibilityOutlined";
import VisibilityOffIcon from "@mui/icons-material/VisibilityOffOutlined";
import Box from "@mui/material/Box";
import ButtonBase from "@mui/material/ButtonBase";
import IconButton from "@mui/material/IconButton";
import Tooltip from "@mui/material/Tooltip";
import { PageLink } from "#components/ui/page-link.tsx";
import { useIdentityMask } from "#components/ui/identity-mask.tsx";
import { Kbd } from "#components/ui/kbd.tsx";
import { token } from "#components/ui/tokens.ts";
import type { ConsoleSession } from "#lib/contract/console/session.ts";
import { Brand } from "#components/ui/brand.tsx";
import { Breadcrumb } from "./breadcrumb.tsx";
import { EnvironmentPill } from "./environment-pill.tsx";
import type { PagePlace } from "./page-place.ts";
import { PersonMenu } from "./person-menu.tsx";
import { useThemeMode } from "./use-theme-mode.ts";

export interface TopBarProps {
  readonly session: ConsoleSession;
  readonly place: PagePlace;
  readonly onTree: () => void;
  readonly onPalette: () => void;
  readonly onHelp: () => void;
}

/** Where am I, is it production, how do I get elsewhere, who am I. */
export function TopBar({ session, place, onTree, onPalette, onHelp }: TopBarProps) {
  return (
    <Box component="header" sx={BAR}>
      <IconButton
        aria-label="Open the resource tree"
        onClick={onTree}
        sx={{ display: { xs: "inline-flex", md: "none" } }}
      >
        <MenuIcon sx={{ fontSize: 20 }} />
      </IconButton>
      <Box component={PageLink} href="/" aria-label="Careplane, home" sx={HOME}>
        <Brand />
      </Box>
      <Breadcrumb place={place} />
      {place.name === undefined ? null : <EnvironmentPill resource={place.name} />}
      <PaletteButton onClick={onPalette} />
      <MaskSwitch />
      <ThemeSwitch />
      <PersonMenu session={session} onHelp={onHelp} />
    </Box>
  );
}

function PaletteButton({ onClick }: { readonly onClick: () => void }) {
  return (
    <ButtonBase
      onClick={onClick}
      aria-label="Search or jump to… ⌘K"
      aria-haspopup="dialog"
      aria-keyshortcuts="Control+K Meta+K /"
      sx={SEARCH}
    >
      <SearchIcon sx={{ fontSize: 16 }} />
      <Box component="span" sx={SEARCH_WORDS}>
        Search or jump to…
      </Box>
      <Box component="span" sx={{ display: { xs: "none", lg: "inline" } }}>
        <Kbd>⌘K</Kbd>
      </Box>
    </ButtonBase>
  );
}

function MaskSwitch() {
  const { masked, setMasked } = useIdentityMask();
  const Icon = masked ? VisibilityOffIcon : VisibilityIcon;
  return (
    <Tooltip
      title={masked ? "Names and other identifiers are covered. Show them" : "Cover names and other identifiers"}
    >
      <ButtonBase
        role="switch"
        aria-checked={masked}
        aria-label="Mask identities"
        onClick={() => setMasked(!masked)}
        sx={{
          ...PILL,
          ...(masked ? { bgcolor: token.accentSoft, color: token.accent, borderColor: "transparent" } : {}),
        }}
      >
        <Icon sx={{ fontSize: 15 }} />
        <Box component="span" sx={{ display: { xs: "none", lg: "inline" } }}>
          {masked ? "Identities masked" : "Identities shown"}
        </Box>
      </ButtonBase>
    </Tooltip>
  );
}

function ThemeSwitch() {
  const { shown, toggle } = useThemeMode();
  const next = shown === "dark" ? "light" : "dark";
  const Icon = shown === "dark" ? LightModeIcon : DarkModeIcon;
  return (
    <Tooltip title={`Switch to the ${next} theme`}>
      <IconButton aria-label={`Switch to the ${next} theme`} onClick={toggle}>
        <Icon sx={{ fontSize: 18 }} />
      </IconButton>
    </Tooltip>
  );
}

const BAR = {
  gridColumn: "1 / -1",
  display: "flex",
  alignItems: "center",
  gap: "12px",
  height: 48,
  px: "14px",
  minWidth: 0,
  bgcolor: token.panel,
  borderBottom: `1px solid ${token.line}`,
} as const;

const HOME = {
  width: "calc(var(--tree-width) - 14px)",
  minWidth: 112,
  flexShrink: 0,
  color: "inherit",
  textDecoration: "none",
  display: { xs: "none", md: "block" },
} as const;

const SEARCH = {
  ml: "auto",
  flex: { xs: "0 0 auto", lg: "0 20 250px" },
  minWidth: { xs: 36, lg: 110 },
  height: 32,
  px: "10px",
  gap: 2,
  border: `1px solid ${token.line}`,
  borderRadius: "8px",
  bgcolor: token.bg,
  color: token.dim,
  fontSize: 13,
  fontFamily: "inherit",
  whiteSpace: "nowrap",
  overflow: "hidden",
  "&:hover": { borderColor: token.control },
} as const;

const SEARCH_WORDS = {
  flex: 1,
  textAlign: "left",
  overflow: "hidden",
  textOverflow: "ellipsis",
  display: { xs: "none", lg: "inline" },
} as const;

const PILL = {
  borderRadius: 999,
  px: "9px",
  height: 26,
  fontSize: 12,
  fontFamily: "inherit",
  border: `1px solid ${token.line}`,
  color: token.dim,
  display: "inline-flex",
  gap: "6px",
  whiteSpace: "nowrap",
  flexShrink: 0,
} as const;
