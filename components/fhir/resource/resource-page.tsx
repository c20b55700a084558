"use client";

import Box from "@mui/material/Box";
import dynamic from "next/dynamic";
import { useRouter } from "next/navigation";
import { LastChangeNotice } from "#components/fhir/edit/last-change-notice.tsx";
import { ResourceActions } from "#components/fhir/edit/resource-actions.tsx";
import { CopyAs } from "#components/ui/copy-as.tsx";
import { LoadingLines } from "#components/ui/loading.tsx";
import { TabsLink } from "#components/ui/tabs-link.tsx";
import { token } from "#components/ui/tokens.ts";
import type { ReferenceTarget } from "#lib/fhir/reference-target.ts";
import { historyPath, resourcePath, type ResourceAddress } from "#lib/queries/fhir-resource.ts";
import { BesidePanel } from "./beside-panel.tsx";
import { DownloadJson } from "./download-json.tsx";
import { ResourceReader } from "./resource-reader.tsx";
import { useResourceView, type BesideAddress, type ResourceTab, type ResourceViewControl } from "./resource-view.ts";
import { VersionBanner } from "./version-banner.tsx";
import { VersionList } from "./version-list.tsx";

const EditResource = dynamic(
  () => import("#components/fhir/edit/edit-resource.tsx").then((file) => file.EditResource),
  { loading: () => <LoadingLines what="the editor" /> },
);

export interface ResourcePageProps {
  /** Resource name of the FHIR store. */
  readonly store: string;
  readonly type: string;
  readonly id: string;
}

/** One FHIR resource: its annotated JSON, what it refers to beside it, and its versions. */
export function ResourcePage({ store, type, id }: ResourcePageProps) {
  const control = useResourceView();
  const router = useRouter();
  const { view, hrefWith } = control;
  const address: ResourceAddress = { store, type, id, version: view.version };
  const path = view.tab === "versions" ? historyPath(address) : resourcePath(address);
  return (
    <>
      <TabsLink
        label={`Views of this ${type}`}
        current={view.tab}
        tabs={[
          { value: "json", label: "JSON", href: hrefOf(control, "json") },
          { value: "versions", label: "Versions", href: hrefOf(control, "versions") },
          { value: "edit", label: "Edit", href: hrefOf(control, "edit") },
        ]}
      >
        <CopyAs request={{ method: "GET", path }} />
        <DownloadJson address={address} />
        <ResourceActions address={{ store, type, id }} />
      </TabsLink>
      {view.version !== undefined && view.tab === "json" ? (
        <VersionBanner version={view.version} currentHref={hrefWith({ version: undefined })} />
      ) : null}
      <LastChangeNotice address={address} />
      {view.tab === "edit" ? (
        <EditResource address={{ store, type, id }} onSaved={() => router.push(hrefOf(control, "json"))} />
      ) : null}
      {view.tab === "versions" ? (
        <Box sx={{ ...FRAME, px: 4, py: 3 }}>
          <Box component="section" aria-label="Versions" sx={CARD}>
            <VersionList address={address} shownVersion={view.version} />
          </Box>
        </Box>
      ) : null}
      {view.tab === "json" ? <JsonTab address={address} control={control} /> : null}
    </>
  );
}

function JsonTab({ address, control }: { readonly address: ResourceAddress; readonly control: ResourceViewControl }) {
  const { view, setLayers, setPointer, setBeside } = control;
  const openFrom = (stack: readonly BesideAddress[]) => (target: ReferenceTarget) => {
    if (target.kind !== "local") return;
    const { type, id, version } = target;
    const known = stack.findIndex((open) => open.type === type && open.id === id);
    setBeside(known < 0 ? [...stack, { type, id, version }] : stack.slice(0, known + 1));
  };
  return (
    <Box sx={view.beside.length > 0 ? { ...FRAME, ...TWO, p: 3 } : { ...FRAME, p: 3 }}>
      <Box sx={view.beside.length > 0 ? COVERED : READER}>
        <ResourceReader
          address={address}
          layers={view.layers}
          onLayers={setLayers}
          initialPointer={view.pointer}
          onPointer={setPointer}
          onOpenReference={openFrom([])}
          isPrimary
          heading="h1"
        />
      </Box>
      {view.beside.length > 0 ? (
        <BesidePanel
          store={address.store}
          stack={view.beside}
          layers={view.layers}
          onLayers={setLayers}
          onStack={setBeside}
          onOpenReference={openFrom(view.beside)}
        />
      ) : null}
    </Box>
  );
}

function hrefOf({ hrefWith }: ResourceViewControl, tab: ResourceTab): string {
  return hrefWith({ tab: tab === "json" ? undefined : tab });
}

const FRAME = {
  flex: 1,
  minHeight: 0,
  minWidth: 0,
  display: "grid",
  gap: 3,
  gridTemplateRows: "minmax(0, 1fr)",
} as const;

const TWO = { gridTemplateColumns: { xs: "minmax(0, 1fr)", lg: "minmax(0, 1fr) minmax(0, 1fr)" } } as const;

const READER = {
  display: "flex",
  flexDirection: "column",
  minWidth: 0,
  minHeight: 0,
  containerType: "inline-size",
} as const;

/** Without room for two, the resource opened last covers the first until it is closed. */
const COVERED = { ...READER, display: { xs: "none", lg: "flex" } } as const;

const CARD = {
  display: "flex",
  flexDirection: "column",
  minHeight: 0,
  bgcolor: token.panel,
  border: `1px solid ${token.line}`,
  borderRadius: "10px",
  boxShadow: token.shadow,
  overflow: "hidden",
} as const;
