"use client";

import Box from "@mui/material/Box";
import { ENVIRONMENT_LOOKS, EnvironmentMark } from "#components/ui/environment-mark.tsx";
import { useEnvironment } from "#components/ui/environment-lock.tsx";
import { FactStrip } from "#components/ui/facts.tsx";
import { formatPlural } from "#components/ui/quantity.ts";
import { token } from "#components/ui/tokens.ts";
import { resourceNames, wrongResourceName } from "#lib/deid/deid-request.ts";
import { idOf, regionOf, type DeidScope } from "./deid-scope.ts";
import { FoundScope } from "./found-scope.tsx";
import { StepCard } from "./step-card.tsx";
import { StepCheck, StepField } from "./step-field.tsx";
import type { DeidForm } from "./use-deid-form.ts";
import { useScopeSize } from "./use-scope-size.ts";

export interface ScopeStepProps {
  readonly scope: DeidScope;
  readonly form: DeidForm;
}

/** What is copied: how much it is, where it lies, and which part of it. */
export function ScopeStep({ scope, form }: ScopeStepProps) {
  const { items, bytes, covered, left } = useScopeSize(scope);
  return (
    <StepCard step={1} title="What" note={KINDS[scope.kind]}>
      <FactStrip
        facts={[
          { label: "Source", value: idOf(scope.name) },
          { label: "Holds", value: items },
          { label: "Size", value: bytes },
          { label: "Region", value: regionOf(scope.name) },
          { label: "Environment", value: <EnvironmentWord name={scope.name} /> },
        ]}
      />
      {scope.kind === "dataset" ? <Covered covered={covered} left={left} /> : null}
      <FoundScope scope={scope} form={form} />
      {scope.kind === "fhirStores" ? <ResourceChoice form={form} /> : null}
      {scope.kind === "dicomStores" ? (
        <StepField
          label="Only what this list names"
          placeholder="gs://bucket/list.txt"
          value={form.selection.listUri}
          onChange={(value) => form.setSelection({ listUri: value.trim() })}
          isWrong={form.selection.listUri !== "" && !/^gs:\/\/[^/]+\/.+/.test(form.selection.listUri)}
          help="A file of lines such as /studies/1.2.3/series/4.5.6. Empty: the whole store."
        />
      ) : null}
    </StepCard>
  );
}

const KINDS = { dataset: "Dataset", fhirStores: "FHIR store", dicomStores: "DICOM store" } as const;

/** Colour, shape and word. */
export function EnvironmentWord({ name }: { readonly name: string }) {
  const { environment } = useEnvironment(name);
  if (!environment) return <>Not labelled</>;
  return (
    <>
      <EnvironmentMark environment={environment} isDecoration />
      {ENVIRONMENT_LOOKS[environment].title}
    </>
  );
}

function Covered({ covered, left }: Pick<ReturnType<typeof useScopeSize>, "covered" | "left">) {
  return (
    <Box>
      <div>
        {formatPlural(covered.length, "store")} {covered.length === 1 ? "is" : "are"} copied under the same id:{" "}
        {covered.map(({ name }) => idOf(name)).join(", ") || "none"}.
      </div>
      {left.length > 0 ? (
        <Box sx={{ color: token.warn }}>
          Not copied: {left.map(({ name }) => idOf(name)).join(", ")}. The API does not de-identify HL7v2 messages and
          consents; they stay where they are.
        </Box>
      ) : null}
    </Box>
  );
}

function ResourceChoice({ form }: Pick<ScopeStepProps, "form">) {
  const { resources, skipModified } = form.selection;
  const wrong = wrongResourceName(resources);
  const count = resourceNames(resources).length;
  return (
    <>
      <StepField
        label="Only these resources"
        placeholder="Patient/1, Observation/2"
        isLong
        value={resources}
        onChange={(value) => form.setSelection({ resources: value })}
        isWrong={wrong !== undefined}
        help={wrong === undefined ? namedSentence(count) : `${wrong} is no name of a resource: expected Type/id.`}
      />
      <StepCheck
        label="Leave out resources that change after the start"
        isOn={skipModified}
        onChange={(isOn) => form.setSelection({ skipModified: isOn })}
      />
    </>
  );
}

function namedSentence(count: number): string {
  if (count === 0) return "Type/id, one a line or with commas. Empty: the whole store.";
  return `${formatPlural(count, "resource")} named. What they refer to is not copied along.`;
}
