import type { Annotation } from "./annotation.ts";
import type { Definitions } from "./definitions.ts";
import { pathOfExpression } from "./expression-path.ts";
import { formatPointer } from "./json-path.ts";
import type { JsonObject } from "./lossless-json.ts";
import { memberText } from "./member-text.ts";
import { validateResource, type ValidationIssue } from "./validate.ts";
import type { ElementWalk } from "./walk-elements.ts";

/** What the console's own structure check finds, each issue at its element. Silent while the definitions are missing. */
export function annotateValidation(resource: JsonObject, definitions: Definitions, walk: ElementWalk): Annotation[] {
  if (definitions.children(memberText(resource, "resourceType")).length === 0) return [];
  const issues = validateResource(resource, { definitions, checkRequired: true, checkReferenceTypes: true });
  return issues.map((issue, at) => describe(issue, at, walk));
}

/** Titles of FHIR's issue types (R4 IssueType), the ones validators use. */
export const ISSUE_TITLES: Readonly<Record<string, string>> = {
  structure: "Structure",
  required: "Missing element",
  value: "Value",
  "code-invalid": "Code",
  invalid: "Invalid",
  invariant: "Rule broken",
  extension: "Extension",
  "not-found": "Not found",
  "business-rule": "Profile rule",
};

function describe(issue: ValidationIssue, at: number, { base }: ElementWalk): Annotation {
  const path = [...base, ...pathOfExpression(issue.expression)];
  return {
    id: `validation:${formatPointer(path)}:${at}`,
    layer: "validation",
    path,
    title: ISSUE_TITLES[issue.code] ?? "Invalid",
    text: `${issue.message.charAt(0).toUpperCase()}${issue.message.slice(1)}.`,
    facts: ["base R4", "checked here"],
    severity: issue.severity === "information" ? "info" : "warning",
  };
}
