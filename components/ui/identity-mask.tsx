"use client";

import { createContext, useContext, useMemo, type ReactNode } from "react";
import { BOOLEAN_FORM, usePreference } from "./preference.ts";

export interface IdentityMask {
  /** True: names, birth dates, record numbers and other direct identifiers are covered on screens. */
  readonly masked: boolean;
  readonly setMasked: (masked: boolean) => void;
}

const MaskContext = createContext<IdentityMask>({ masked: false, setMasked: () => undefined });

/** Keeps the switch for the whole console and remembers it in this browser. */
export function IdentityMaskProvider({ children }: { readonly children: ReactNode }) {
  const [masked, setMasked] = usePreference("identityMask", false, BOOLEAN_FORM);
  const mask = useMemo(() => ({ masked, setMasked }), [masked, setMasked]);
  return <MaskContext value={mask}>{children}</MaskContext>;
}

/** Whether identities are covered now. It guards against glances over the shoulder; the data is still in the page. */
export function useIdentityMask(): IdentityMask {
  return useContext(MaskContext);
}

/** A covered value keeps no length: eight dots whatever the text. */
export const MASKED_TEXT = "••••••••";
