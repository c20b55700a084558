"use client";

import { createContext, useContext } from "react";

export interface ApiTarget {
  /** Origin of the Cloud Healthcare API in use: `https://healthcare.googleapis.com`. */
  readonly baseUrl: string;
  /** The emulator wants no token. */
  readonly needsToken: boolean;
}

const TargetContext = createContext<ApiTarget>({ baseUrl: "https://healthcare.googleapis.com", needsToken: true });

/** Tells the screens below which API they speak to, so that copied commands work as pasted. */
export const ApiTargetProvider = TargetContext;

export function useApiTarget(): ApiTarget {
  return useContext(TargetContext);
}
