"use client";

import { useEffect, useState } from "react";
import type { UnitVerdict } from "#lib/fhir/annotate-terminology.ts";

type CheckUnit = (code: string) => UnitVerdict;

let library: Promise<CheckUnit> | undefined;

/** The UCUM check, once its library (300 kB) is there; it comes when a document with UCUM units is looked at. */
export function useUnits(isWanted: boolean): CheckUnit | undefined {
  const [check, setCheck] = useState<CheckUnit | undefined>();
  useEffect(() => {
    if (!isWanted) return undefined;
    let isGone = false;
    library ??= import("./ucum.ts").then((file) => file.checkUnit);
    void library.then((loaded) => (isGone ? undefined : setCheck(() => loaded)));
    return () => {
      isGone = true;
    };
  }, [isWanted]);
  return check;
}
