"use client";

import { useQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { useSearchParams } from "next/navigation";
import { useState, type ReactNode } from "react";
import { CopyAs } from "#components/ui/copy-as.tsx";
import { GuardedButton } from "#components/ui/guarded-button.tsx";
import { resourceHref } from "#components/ui/resource-href.ts";
import { TabsLink } from "#components/ui/tabs-link.tsx";
import type { StoreKind } from "#lib/contract/resource-name.ts";
import { apiPath } from "#lib/queries/api-path.ts";
import { resourceQueries } from "#lib/queries/stores.ts";

// Windows come with their code when they are opened.
const DeleteStoreDialog = dynamic(
  () => import("#components/tree/delete-dialogs.tsx").then((file) => file.DeleteStoreDialog),
  { ssr: false },
);
const EditStoreDialog = dynamic(
  () => import("#components/tree/edit-dialogs.tsx").then((file) => file.EditStoreDialog),
  { ssr: false },
);

export interface StoreTab {
  /** Value of `?tab=`; the first tab is shown without it. */
  readonly value: string;
  readonly label: string;
  readonly content: ReactNode;
}

export interface StorePageFrameProps {
  /** Full name of the store. */
  readonly store: string;
  readonly kind: StoreKind;
  readonly tabs: readonly StoreTab[];
}

/** The page of a store: its tabs, and what can be done to the store as a whole. */
export function StorePageFrame({ store, kind, tabs }: StorePageFrameProps) {
  const wanted = useSearchParams().get("tab");
  const current = tabs.find((tab) => tab.value === wanted) ?? tabs[0];
  return (
    <>
      <TabsLink
        label="Views of the store"
        current={current?.value ?? ""}
        tabs={tabs.map((tab, index) => ({
          value: tab.value,
          label: tab.label,
          href: resourceHref(store, index === 0 ? {} : { tab: tab.value }),
        }))}
      >
        <StoreActions store={store} kind={kind} />
      </TabsLink>
      {current?.content}
    </>
  );
}

function StoreActions({ store, kind }: Pick<StorePageFrameProps, "store" | "kind">) {
  const [dialog, setDialog] = useState<"edit" | "delete" | undefined>();
  const resource = useQuery(resourceQueries.get(store)).data;
  const close = () => setDialog(undefined);
  return (
    <>
      <CopyAs request={{ method: "GET", path: apiPath(store) }} />
      <GuardedButton
        permission={`healthcare.${kind}.update`}
        resource={store}
        disabled={!resource}
        onAct={() => setDialog("edit")}
      >
        Edit
      </GuardedButton>
      <GuardedButton
        permission={`healthcare.${kind}.delete`}
        resource={store}
        color="error"
        onAct={() => setDialog("delete")}
      >
        Delete
      </GuardedButton>
      {dialog === "edit" && resource ? <EditStoreDialog store={resource} kind={kind} onClose={close} /> : null}
      {dialog === "delete" ? <DeleteStoreDialog name={store} kind={kind} onClose={close} /> : null}
    </>
  );
}
