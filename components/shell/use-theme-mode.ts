"use client";

import { useColorScheme } from "@mui/material/styles";

export interface ThemeMode {
  /** What is on screen; undefined until the browser has told. */
  readonly shown: "light" | "dark" | undefined;
  readonly toggle: () => void;
}

/** The theme on screen and its switch; the choice is remembered in this browser. */
export function useThemeMode(): ThemeMode {
  const { mode, systemMode, setMode } = useColorScheme();
  const shown = mode === "system" ? systemMode : mode;
  return { shown, toggle: () => setMode(shown === "dark" ? "light" : "dark") };
}
