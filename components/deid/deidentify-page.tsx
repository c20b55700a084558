"use client";

import dynamic from "next/dynamic";
import type { ReactNode } from "react";
import { LoadingLines } from "#components/ui/loading.tsx";
import { PageBody } from "#components/ui/page-body.tsx";
import { lackSentence, useCan } from "#components/ui/permissions.tsx";
import { useAddress } from "#components/ui/use-address.ts";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { deidPermission } from "#lib/deid/deid-request.ts";
import type { Operation } from "#lib/queries/operations.ts";
import { ConfigStep } from "./config-step.tsx";
import { datasetOf, idOf, type DeidScope } from "./deid-scope.ts";
import { DestinationStep } from "./destination-step.tsx";
import { DryRunStep } from "./dry-run-step.tsx";
import type { RenderDiff, RenderJson } from "./render-json.ts";
import { ReviewStep } from "./review-step.tsx";
import { RunHistory } from "./run-history.tsx";
import { ScopeStep } from "./scope-step.tsx";
import { useDeidForm } from "./use-deid-form.ts";

const RunView = dynamic(() => import("./run-view.tsx").then((file) => file.RunView), {
  loading: () => <LoadingLines what="the run" />,
});

export interface DeidentifyPageProps {
  readonly scope: DeidScope;
  /** How an operation is shown while it runs and after. */
  readonly renderOperation: (operation: Operation, amounts: readonly number[] | undefined) => ReactNode;
  /** How a document of a sample is shown. */
  readonly renderJson: RenderJson;
  readonly renderDiff: RenderDiff;
}

/** De-identification of a dataset or store: what, how, where to, review; then the run that the address names. */
export function DeidentifyPage({ scope, renderOperation, renderJson, renderDiff }: DeidentifyPageProps) {
  const { params, push } = useAddress();
  const may = useCan(deidPermission(scope.kind));
  const operation = params.get("operation") ?? "";
  if (!may)
    return (
      <PageBody>
        <EmptyState title="De-identification is for admins">{lackSentence(deidPermission(scope.kind))}</EmptyState>
      </PageBody>
    );
  const open = (name: string | undefined) => push({ operation: name === undefined ? undefined : idOf(name) });
  return (
    <PageBody>
      {operation === "" ? (
        <Wizard scope={scope} onOpen={open} renderJson={renderJson} renderDiff={renderDiff} />
      ) : (
        <RunView
          scope={scope}
          operation={`${datasetOf(scope.name)}/operations/${operation}`}
          renderOperation={renderOperation}
          onBack={() => open(undefined)}
        />
      )}
    </PageBody>
  );
}

interface WizardProps {
  readonly scope: DeidScope;
  readonly onOpen: (operation: string) => void;
  readonly renderJson: RenderJson;
  readonly renderDiff: RenderDiff;
}

function Wizard({ scope, onOpen, renderJson, renderDiff }: WizardProps) {
  const form = useDeidForm(scope.kind);
  return (
    <>
      <ScopeStep scope={scope} form={form} />
      <ConfigStep scope={scope} form={form} renderDiff={renderDiff} />
      <DestinationStep scope={scope} form={form} />
      <DryRunStep scope={scope} form={form} renderJson={renderJson} />
      <ReviewStep scope={scope} form={form} onLaunched={(run) => onOpen(run.operation)} />
      <RunHistory scope={scope} onOpen={onOpen} />
    </>
  );
}
