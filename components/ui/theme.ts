"use client";

import { createTheme, darken, lighten, type ThemeOptions } from "@mui/material/styles";
import { THEME_ATTRIBUTE } from "./theme-attribute.ts";
import { COLORS, MONO, SANS, token } from "./tokens.ts";

function paletteOf(name: keyof typeof COLORS) {
  const colors = COLORS[name];
  return {
    primary: filled(name, colors.accent, colors.accentInk),
    error: filled(name, colors.err, colors.panel),
    warning: filled(name, colors.warn, colors.panel),
    success: filled(name, colors.ok, colors.panel),
    info: filled(name, colors.accent, colors.accentInk),
    text: { primary: colors.ink, secondary: colors.dim, disabled: colors.control },
    divider: colors.line,
    background: { default: colors.bg, paper: colors.panel },
    action: { hover: colors.hover, selected: colors.sel },
  };
}

/** The material's own shade under the pointer is always darker, which in the dark theme takes the contrast from dark text. */
function filled(name: keyof typeof COLORS, main: string, contrastText: string) {
  return { main, contrastText, dark: name === "dark" ? lighten(main, 0.2) : darken(main, 0.2) };
}

const components: NonNullable<ThemeOptions["components"]> = {
  MuiButtonBase: { defaultProps: { disableRipple: true, disableTouchRipple: true } },
  MuiButton: {
    defaultProps: { size: "small", disableElevation: true, color: "inherit", variant: "outlined" },
    styleOverrides: {
      root: {
        textTransform: "none",
        fontWeight: 500,
        lineHeight: 1.45,
        minWidth: 0,
        padding: "4px 10px",
        borderRadius: 7,
      },
      outlined: { borderColor: token.line, backgroundColor: token.panel, "&:hover": { backgroundColor: token.hover } },
      startIcon: { marginRight: 6 },
    },
  },
  MuiIconButton: { defaultProps: { size: "small" }, styleOverrides: { root: { borderRadius: 7, color: token.dim } } },
  MuiToggleButton: {
    defaultProps: { size: "small" },
    styleOverrides: {
      root: {
        textTransform: "none",
        color: token.dim,
        borderColor: token.line,
        "&.Mui-selected": { color: token.ink, fontWeight: 600 },
      },
    },
  },
  MuiTooltip: {
    defaultProps: { enterDelay: 400, enterNextDelay: 150 },
    styleOverrides: { tooltip: { fontSize: 12, padding: "4px 8px", backgroundColor: token.ink, color: token.panel } },
  },
  MuiPaper: { defaultProps: { elevation: 0 }, styleOverrides: { root: { backgroundImage: "none" } } },
  MuiPopover: { styleOverrides: { paper: { border: `1px solid ${token.line}`, boxShadow: token.shadowHigh } } },
  MuiDialog: {
    styleOverrides: { paper: { border: `1px solid ${token.line}`, boxShadow: token.shadowHigh, borderRadius: 12 } },
  },
  MuiDialogTitle: { styleOverrides: { root: { fontSize: 15, fontWeight: 650, padding: "16px 20px 8px" } } },
  MuiDialogContent: { styleOverrides: { root: { padding: "8px 20px 16px" } } },
  MuiDialogActions: { styleOverrides: { root: { padding: "12px 20px", borderTop: `1px solid ${token.line}` } } },
  MuiMenuItem: { styleOverrides: { root: { fontSize: 13, minHeight: 30, padding: "4px 12px" } } },
  // Without a graphics processor, as on many a hospital's virtual desktop, a pulse takes a whole core from what is being loaded.
  MuiSkeleton: { defaultProps: { animation: false } },
  MuiTextField: { defaultProps: { size: "small", fullWidth: true } },
  MuiOutlinedInput: {
    styleOverrides: {
      root: { borderRadius: 7, backgroundColor: token.panel },
      notchedOutline: { borderColor: token.control },
      sizeSmall: { "& .MuiOutlinedInput-input:not(textarea)": { paddingTop: 7, paddingBottom: 7 } },
    },
  },
  MuiInputLabel: { styleOverrides: { root: { fontSize: 13 }, shrink: { fontSize: 13 } } },
  MuiFormHelperText: { styleOverrides: { root: { marginLeft: 2, fontSize: 12 } } },
  MuiFormControlLabel: { styleOverrides: { label: { fontSize: 13 } } },
  MuiCheckbox: { defaultProps: { size: "small" } },
  MuiRadio: { defaultProps: { size: "small" } },
  MuiSwitch: { defaultProps: { size: "small" } },
  MuiSelect: { defaultProps: { size: "small" } },
  MuiLink: { defaultProps: { underline: "hover" } },
  MuiTableCell: {
    styleOverrides: {
      root: { fontSize: 13, padding: "6px 12px", borderColor: token.line },
      head: { fontSize: 12, fontWeight: 600, color: token.dim },
    },
  },
  MuiAlert: { styleOverrides: { root: { padding: "4px 12px", borderRadius: 8 } } },
};

/** Compact, calm, one accent; colours only from tokens.ts, so light and dark differ in nothing else. */
export const theme = createTheme({
  cssVariables: { colorSchemeSelector: THEME_ATTRIBUTE },
  colorSchemes: { light: { palette: paletteOf("light") }, dark: { palette: paletteOf("dark") } },
  spacing: 4,
  shape: { borderRadius: 8 },
  typography: {
    fontFamily: SANS,
    fontSize: 13,
    htmlFontSize: 16,
    body1: { fontSize: 13, lineHeight: 1.45 },
    body2: { fontSize: 13, lineHeight: 1.45 },
    caption: { fontSize: 12, lineHeight: 1.4 },
    button: { fontSize: 13, textTransform: "none" },
    h1: { fontSize: 18, fontWeight: 650, letterSpacing: "-0.01em", lineHeight: 1.3 },
    h2: { fontSize: 14, fontWeight: 650, lineHeight: 1.35 },
    h3: { fontSize: 13, fontWeight: 600, lineHeight: 1.35 },
    overline: { fontSize: 11, fontWeight: 600, letterSpacing: "0.04em", lineHeight: 1.4 },
  },
  transitions: { duration: { enteringScreen: 120, leavingScreen: 80, shorter: 80, short: 100, standard: 120 } },
  components,
});

/** Text that is data rather than words. */
export const monoText = { fontFamily: MONO, fontSize: 12.5, lineHeight: 1.62, fontVariantLigatures: "none" } as const;
