"use client";

import dynamic from "next/dynamic";
import { LoadingLines } from "#components/ui/loading.tsx";
import type { DeidScopeKind } from "#lib/deid/presets.ts";

const DeidentifyView = dynamic(() => import("./deidentify-view.tsx").then((file) => file.DeidentifyView), {
  loading: () => <LoadingLines what="the view" />,
});

/** De-identification, whose code comes when the tab is opened. */
export function DeidentifyTab({ kind, name }: { readonly kind: DeidScopeKind; readonly name: string }) {
  return <DeidentifyView kind={kind} name={name} />;
}
