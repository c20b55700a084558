"use client";

import Button from "@mui/material/Button";
import { useQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { PageLink } from "#components/ui/page-link.tsx";
import type { ReactNode } from "react";
import { CopyAs } from "#components/ui/copy-as.tsx";
import { problemOf } from "#components/ui/explain-problem.ts";
import { LoadingLines } from "#components/ui/loading.tsx";
import { PageBody } from "#components/ui/page-body.tsx";
import { QueryProblem } from "#components/ui/query-problem.tsx";
import { resourceHref } from "#components/ui/resource-href.ts";
import { TabsLink } from "#components/ui/tabs-link.tsx";
import { versionOf } from "#lib/hl7v2/dictionary/versions.ts";
import { hl7v2DictionaryQueries } from "#lib/queries/hl7v2-dictionary.ts";
import { hl7v2MessageQuery, messagePath, type ReadMessage } from "#lib/queries/hl7v2-message.ts";
import { useMessageView, type MessageTab, type MessageViewControl } from "./message-view.ts";
import type { MessageTabProps } from "./message-tab.ts";
import { NeighbourLinks } from "./neighbour-links.tsx";
import { useFindings } from "./use-findings.ts";
import { WorkbenchTab } from "./workbench-tab.tsx";

const loadingView = () => <LoadingLines what="the view" />;
// One view is on screen at a time; each brings its own code when it is opened.
const ViewsTab = dynamic(() => import("./views-tab.tsx").then((file) => file.ViewsTab), { loading: loadingView });
const RelatedTab = dynamic(() => import("./related-tab.tsx").then((file) => file.RelatedTab), { loading: loadingView });
const FindingsTab = dynamic(() => import("./findings-tab.tsx").then((file) => file.FindingsTab), {
  loading: loadingView,
});
const CompareTab = dynamic(() => import("./compare-tab.tsx").then((file) => file.CompareTab), { loading: loadingView });

export interface MessagePageProps {
  /** Resource name of the HL7v2 store. */
  readonly store: string;
  /** Id of the message. */
  readonly id: string;
}

/** One HL7v2 message: read to the last subcomponent, in the API's views, among its relatives, checked and compared. */
export function MessagePage({ store, id }: MessagePageProps) {
  const name = `${store}/messages/${id}`;
  const query = useQuery(hl7v2MessageQuery.raw(name));
  if (query.isPending) return <LoadingLines what="the message" lines={9} />;
  if (query.isError) {
    return (
      <PageBody>
        <QueryProblem error={query.error} onRetry={() => void query.refetch()} />
        {problemOf(query.error).code === "NOT_FOUND" ? (
          <Button component={PageLink} href={resourceHref(store)} sx={{ alignSelf: "flex-start", mx: 3 }}>
            Messages of this store
          </Button>
        ) : null}
      </PageBody>
    );
  }
  return <LoadedPage key={name} store={store} id={id} read={query.data} />;
}

function LoadedPage({ store, id, read }: MessagePageProps & { readonly read: ReadMessage }) {
  const control = useMessageView();
  const dictionary = useQuery(hl7v2DictionaryQueries.ofVersion(versionOf(read.message).version));
  const findings = useFindings(read.message, dictionary.data);
  const { tab } = control.view;
  const related = useQuery(hl7v2MessageQuery.countOfPatient(store, read.patientIds)).data;
  const props = { store, read, control, findings };
  return (
    <>
      <TabsLink
        label="Views of the message"
        current={tab}
        tabs={tabsOf(control, {
          findings: findings.state === "checked" ? findings.findings.length : undefined,
          related: read.patientIds.length === 0 ? 0 : related && related - 1,
        })}
      >
        <NeighbourLinks read={read} />
        <Button component={PageLink} href={resourceHref(store, { tab: "compose", from: id })}>
          Edit and send
        </Button>
        <CopyAs request={{ method: "GET", path: messagePath(read.name) }} />
      </TabsLink>
      {dictionary.isError ? <QueryProblem error={dictionary.error} onRetry={() => void dictionary.refetch()} /> : null}
      {TABS[tab](props)}
    </>
  );
}

const TABS: Readonly<Record<MessageTab, (props: MessageTabProps) => ReactNode>> = {
  workbench: (props) => <WorkbenchTab {...props} />,
  views: (props) => <ViewsTab {...props} />,
  related: (props) => <RelatedTab {...props} />,
  findings: (props) => <FindingsTab {...props} />,
  compare: (props) => <CompareTab {...props} />,
};

function tabsOf(
  { hrefWith }: MessageViewControl,
  counts: { readonly findings: number | undefined; readonly related: number | undefined },
) {
  const counted = (label: string, count: number | undefined) => (count === undefined ? label : `${label} ${count}`);
  const labels: Readonly<Record<MessageTab, string>> = {
    workbench: "Workbench",
    views: "Parsed and schematized",
    related: counted("Related", counts.related),
    findings: counted("Findings", counts.findings),
    compare: "Compare",
  };
  return (Object.keys(labels) as MessageTab[]).map((value) => ({
    value,
    label: labels[value],
    href: hrefWith({ tab: value === "workbench" ? undefined : value }),
  }));
}
