"use client";

import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import { useQueries, useQueryClient } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { useDeferredValue, useMemo, useRef, useState } from "react";
import { keepDraft, useDraft } from "#components/fhir/edit/draft-store.ts";
import type { EditorHandle } from "#components/fhir/edit/json-editor.tsx";
import { ReasonField } from "#components/fhir/edit/reason-field.tsx";
import { startUpload, useUploadRun, type UploadRun } from "#components/fhir/add-data/upload-run.ts";
import { Card } from "#components/ui/card.tsx";
import { useUnlockHeaders } from "#components/ui/environment-lock.tsx";
import { GuardedButton } from "#components/ui/guarded-button.tsx";
import { LoadingLines } from "#components/ui/loading.tsx";
import { formatCount } from "#components/ui/quantity.ts";
import { token } from "#components/ui/tokens.ts";
import { checkBundle, type BundleProblem, type CheckedBundle } from "#lib/fhir/check-bundle.ts";
import { createDefinitions, type Definitions } from "#lib/fhir/definitions.ts";
import { validateResource } from "#lib/fhir/validate.ts";
import { changeHeaders } from "#lib/queries/fhir-changes.ts";
import { fhirDefinitionQueries } from "#lib/queries/fhir-definitions.ts";
import { BundleCheck } from "./bundle-check.tsx";
import { useFileDrop } from "./use-file-drop.ts";

const JsonEditor = dynamic(() => import("#components/fhir/edit/json-editor.tsx").then((file) => file.JsonEditor), {
  loading: () => <LoadingLines what="the editor" lines={10} lineHeight={20} />,
});
const UploadReport = dynamic(
  () => import("#components/fhir/add-data/upload-report.tsx").then((file) => file.UploadReport),
  { ssr: false },
);

/** Paste or drop a Bundle, see what it would do and what is wrong with it, run it, and run again what was refused. */
export function BundlePage({ storeName }: { readonly storeName: string }) {
  const client = useQueryClient();
  const unlock = useUnlockHeaders(storeName);
  const name = `${storeName}/bundle`;
  const text = useDraft(name)?.text ?? "";
  const setText = (next: string) => keepDraft(name, { text: next, baseText: "", etag: undefined });
  const [reason, setReason] = useState("");
  const editor = useRef<EditorHandle>(null);
  const run = useUploadRun(name);
  const isBusy = run?.state === "running" || run?.state === "stopping";
  const { checked, definitions } = useCheckedBundle(text);
  const drop = useFileDrop(setText);
  const canRun = checked !== undefined && checked.entries > 0 && reason.trim() !== "" && !isBusy;
  return (
    <Box sx={PAGE} {...drop.handlers}>
      <Box sx={COLUMNS}>
        <Card
          fill
          title="Bundle"
          note={<span>{drop.problem ?? "Paste one, or drop a file."}</span>}
          actions={
            <Button disabled={text === ""} onClick={() => setText("")}>
              Empty
            </Button>
          }
        >
          <Box sx={{ height: "100%", display: "flex" }}>
            {definitions ? (
              <JsonEditor
                ref={editor}
                label="Bundle to run"
                text={text}
                definitions={definitions}
                problems={NO_PROBLEMS}
                onText={setText}
              />
            ) : (
              <LoadingLines what="the definitions" lines={4} />
            )}
          </Box>
        </Card>
        <BundleCheck checked={checked} onGoTo={(problem) => editor.current?.goTo(offsetOf(text, problem))} />
      </Box>
      <Box sx={BAR}>
        <Box sx={{ flex: 1, minWidth: 260 }}>
          <ReasonField reason={reason} onReason={setReason} />
        </Box>
        <GuardedButton
          permission="healthcare.fhirStores.executeBundle"
          resource={storeName}
          variant="contained"
          color="primary"
          disabled={!canRun}
          onAct={() =>
            startUpload({
              key: name,
              store: storeName,
              files: [new File([text], "bundle.json")],
              headers: changeHeaders({ unlock, reason }),
              client,
            })
          }
        >
          {runWords(checked)}
        </GuardedButton>
      </Box>
      {run ? (
        <>
          <RetryBar run={run} isBusy={isBusy} onRetry={setText} />
          <UploadReport storeName={storeName} run={run} />
        </>
      ) : null}
    </Box>
  );
}

const NO_PROBLEMS: readonly never[] = [];

function entryCount(count: number): string {
  return `${formatCount(count)} ${count === 1 ? "entry" : "entries"}`;
}

function runWords(checked: CheckedBundle | undefined): string {
  if (checked === undefined || checked.entries === 0) return "Run";
  const what = entryCount(checked.entries);
  return checked.requests > 1 ? `Run ${what} in ${checked.requests} batches` : `Run ${checked.type} of ${what}`;
}

interface RetryBarProps {
  readonly run: UploadRun;
  readonly isBusy: boolean;
  readonly onRetry: (text: string) => void;
}

/** What was refused can be corrected and run again, as a batch of its own. */
function RetryBar({ run, isBusy, onRetry }: RetryBarProps) {
  const sources = run.verdicts.flatMap((verdict) => (verdict.outcome === "refused" ? (verdict.source ?? []) : []));
  if (isBusy || sources.length === 0) return null;
  return (
    <Box sx={{ display: "flex", gap: 2, alignItems: "center" }}>
      <Button onClick={() => onRetry(`{"resourceType":"Bundle","type":"batch","entry":[\n${sources.join(",\n")}\n]}`)}>
        Take what was refused as a new batch ({formatCount(sources.length)})
      </Button>
      <Box sx={{ color: token.dim }}>They replace the text above, so that they can be corrected and run again.</Box>
    </Box>
  );
}

/** The types are known only once the text is read, so their definitions come after a first look. */
function useCheckedBundle(text: string): {
  readonly checked: CheckedBundle | undefined;
  readonly definitions: Definitions | undefined;
} {
  const settled = useDeferredValue(text);
  const types = useMemo(() => checkBundle(settled, () => [])?.types.map(([type]) => type) ?? [], [settled]);
  const wanted = ["Bundle", ...types.filter((type) => /^[A-Z][A-Za-z]+$/u.test(type) && type !== "Bundle")];
  const loaded = useQueries({
    queries: wanted.map((type) => ({ ...fhirDefinitionQueries.ofType(type), retry: false })),
    combine: (results) => results.map(({ data }) => data),
  });
  const known = useMemo(
    () => new Map(wanted.flatMap((type, at) => (loaded[at] ? [[type, createDefinitions(loaded[at])] as const] : []))),
    // Definitions never change once they are here: their number says it all.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
    [wanted.join(), loaded.filter(Boolean).length],
  );
  const checked = useMemo(
    () =>
      checkBundle(settled, (resource) => {
        const type = String(resource["resourceType"] ?? "");
        const definitions = known.get(type);
        if (!definitions) return [];
        return validateResource(resource, { definitions, checkRequired: true, checkReferenceTypes: true }).map(
          ({ expression, message }) => `${expression}: ${message}`,
        );
      }),
    [settled, known],
  );
  return { checked, definitions: known.get("Bundle") };
}

function offsetOf(text: string, { line }: BundleProblem): number {
  let offset = 0;
  for (let at = 1; at < line; at += 1) offset = text.indexOf("\n", offset) + 1;
  return offset;
}

const PAGE = {
  flex: 1,
  minHeight: 0,
  overflow: "auto",
  display: "flex",
  flexDirection: "column",
  gap: 3,
  px: 4,
  py: 3,
  "& > *": { flexShrink: 0 },
} as const;

const COLUMNS = {
  display: "grid",
  gap: 3,
  height: "max(360px, 52vh)",
  gridTemplateColumns: { xs: "minmax(0, 1fr)", md: "minmax(0, 1fr) minmax(260px, 36%)" },
  gridTemplateRows: { xs: "minmax(0, 1fr) minmax(0, 1fr)", md: "minmax(0, 1fr)" },
} as const;

const BAR = { display: "flex", gap: 3, alignItems: "flex-start", flexWrap: "wrap" } as const;
