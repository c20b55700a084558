"use client";

import { createContext } from "react";
import type { Structures } from "./use-structures.ts";

const NO_STRUCTURES: Structures = {
  contours: [],
  files: [],
  isPending: false,
  hidden: new Set(),
  toggle: () => undefined,
};
/** The study's structures, for the views below. */
export const StructuresContext = createContext<Structures>(NO_STRUCTURES);
