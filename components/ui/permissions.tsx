"use client";

import { createContext, useContext } from "react";

const PermissionsContext = createContext<ReadonlySet<string>>(new Set());

/** Google IAM permission names that the signed-in person's roles hold. */
export const PermissionsProvider = PermissionsContext;

/** Whether the person may do what `permission` (such as `healthcare.fhirStores.delete`) allows. The server decides again. */
export function useCan(permission: string): boolean {
  return useContext(PermissionsContext).has(permission);
}

/** Why a control is off: the sentence for a tooltip or a note. */
export function lackSentence(permission: string): string {
  return `Your role lacks the permission ${permission}.`;
}
