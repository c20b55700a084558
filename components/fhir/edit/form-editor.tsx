"use client";

import Alert from "@mui/material/Alert";
import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import { useMemo, useState } from "react";
import type { Definitions } from "#lib/fhir/definitions.ts";
import { checkText, type EditProblem } from "#lib/fhir/edit-problems.ts";
import { appendInText, removeFromText, setInText } from "#lib/fhir/edit-text.ts";
import { pathKey } from "#lib/fhir/three-way-merge.ts";
import type { FormTools } from "./form-tools.ts";
import { FormObject } from "./form-object.tsx";

export interface FormEditorProps {
  readonly text: string;
  readonly definitions: Definitions;
  readonly problems: readonly EditProblem[];
  readonly onText: (text: string) => void;
  /** Leads to the text, for what a form cannot show. */
  readonly onJson: () => void;
}

/** A form drawn from the definitions, for every type. It changes the text in place: what is not touched keeps its spelling. */
export function FormEditor({ text, definitions, problems, onText, onJson }: FormEditorProps) {
  const { resource } = useMemo(
    () => checkText(text, definitions, { type: undefined, id: undefined }),
    [text, definitions],
  );
  const [added, setAdded] = useState("");
  if (!resource)
    return (
      <Alert severity="warning" variant="outlined" sx={{ m: 3 }} action={<Button onClick={onJson}>To the JSON</Button>}>
        The text is no JSON at the moment, so there is no form of it. Mend it first; nothing is lost.
      </Alert>
    );
  const type = String(resource["resourceType"] ?? "");
  const form: FormTools = {
    definitions,
    rootType: type,
    added,
    problemsAt: (expression) => problems.filter((problem) => problem.expression === expression),
    set: (path, value) => onText(setInText(text, path, value)),
    add: (path, value) => {
      setAdded(pathKey(path));
      onText(setInText(text, path, value));
    },
    append: (path, value, position) => {
      setAdded(pathKey([...path, position]));
      onText(appendInText(text, path, value));
    },
    remove: (path) => onText(removeFromText(text, path)),
    renderObject: (nested) => <FormObject form={form} {...nested} />,
  };
  return (
    <Box role="group" aria-label="Form of the resource" sx={{ flex: 1, minHeight: 0, overflow: "auto", p: 3 }}>
      <FormObject form={form} value={resource} path={[]} content={type} />
    </Box>
  );
}
