"use client";

import Box from "@mui/material/Box";
import { useRouter } from "next/navigation";
import { LastChangeNotice } from "#components/fhir/edit/last-change-notice.tsx";
import { ResourceActions } from "#components/fhir/edit/resource-actions.tsx";
import { CopyAs } from "#components/ui/copy-as.tsx";
import dynamic from "next/dynamic";
import { LoadingLines } from "#components/ui/loading.tsx";
import Button from "@mui/material/Button";
import { PageLink } from "#components/ui/page-link.tsx";
import { resourceHref } from "#components/ui/resource-href.ts";
import { TabsLink } from "#components/ui/tabs-link.tsx";
import type { ReferenceTarget } from "#lib/fhir/reference-target.ts";
import { historyPath, resourcePath, type ResourceAddress } from "#lib/queries/fhir-resource.ts";
import { BesidePanel } from "./beside-panel.tsx";
import { DownloadJson } from "./download-json.tsx";
import { ResourceReader } from "./resource-reader.tsx";
import {
  RESOURCE_TABS,
  useResourceView,
  type BesideAddress,
  type ResourceTab,
  type ResourceViewControl,
} from "./resource-view.ts";
import { VersionBanner } from "./version-banner.tsx";

// One view is on screen at a time; each brings its own code when it is opened.
const loading = () => <LoadingLines what="the view" />;
const HistoryTab = dynamic(() => import("./history/history-tab.tsx").then((file) => file.HistoryTab), { loading });
const CompareTab = dynamic(() => import("./history/compare-tab.tsx").then((file) => file.CompareTab), { loading });
const EditResource = dynamic(
  () => import("#components/fhir/edit/edit-resource.tsx").then((file) => file.EditResource),
  { loading: () => <LoadingLines what="the editor" /> },
);
const ResourceWords = dynamic(() => import("./views/resource-words.tsx").then((file) => file.ResourceWords), {
  loading,
});

export interface ResourcePageProps {
  /** Resource name of the FHIR store. */
  readonly store: string;
  readonly type: string;
  readonly id: string;
}

/** One FHIR resource: its annotated JSON, what it refers to beside it, and its versions. */
export function ResourcePage({ store, type, id }: ResourcePageProps) {
  const control = useResourceView();
  const { view, hrefWith } = control;
  const address: ResourceAddress = { store, type, id, version: view.version };
  const path = view.tab === "history" ? historyPath(address) : resourcePath(address);
  return (
    <>
      <TabsLink
        label={`Views of this ${type}`}
        current={view.tab}
        tabs={RESOURCE_TABS.filter((tab) => tab !== "compare" || view.with !== undefined).map((tab) => ({
          value: tab,
          label: TAB_WORDS[tab],
          href: hrefOf(control, tab),
        }))}
      >
        {type === "Patient" ? (
          <Button component={PageLink} href={resourceHref(`${store}/fhir/Patient/${id}/room`)}>
            Patient room
          </Button>
        ) : null}
        <CopyAs request={{ method: "GET", path }} />
        <DownloadJson address={address} />
        <ResourceActions address={{ store, type, id }} />
      </TabsLink>
      {view.version !== undefined && view.tab !== "history" && view.tab !== "edit" ? (
        <VersionBanner version={view.version} currentHref={hrefWith({ version: undefined })} />
      ) : null}
      <LastChangeNotice address={address} />
      <View address={address} control={control} />
    </>
  );
}

const TAB_WORDS: Readonly<Record<ResourceTab, string>> = {
  readable: "Readable",
  json: "JSON",
  narrative: "Narrative",
  attachments: "Attachments",
  history: "History",
  edit: "Edit",
  compare: "Compare",
};

function View({ address, control }: { readonly address: ResourceAddress; readonly control: ResourceViewControl }) {
  const { tab } = control.view;
  const router = useRouter();
  if (tab === "json") return <JsonTab address={address} control={control} />;
  if (tab === "edit") {
    const current = { ...address, version: undefined };
    return <EditResource address={current} onSaved={() => router.push(hrefOf(control, "json"))} />;
  }
  if (tab === "history") return <HistoryTab address={address} control={control} />;
  if (tab === "compare")
    return (
      <CompareTab address={{ ...address, version: undefined }} other={control.view.with ?? ""} control={control} />
    );
  return (
    <Box sx={{ ...READER, flex: 1, p: 3 }}>
      <ResourceWords address={address} view={tab} jsonHref={(path) => control.hrefWith({ tab: undefined, path })} />
    </Box>
  );
}

function JsonTab({ address, control }: { readonly address: ResourceAddress; readonly control: ResourceViewControl }) {
  const { view, setLayers, setPointer, setBeside, setAgainst } = control;
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
          against={view.against}
          onAgainst={setAgainst}
          search={view.search}
          initialPointer={view.pointer}
          onPointer={setPointer}
          onOpenReference={openFrom([])}
          isPrimary
          heading="h1"
        />
      </Box>
      {view.beside.length > 0 ? (
        <BesidePanel
          search={undefined}
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
