import { titleOfName, type Annotation } from "./annotation.ts";
import { ISSUE_TITLES } from "./annotate-validation.ts";
import { nearestNode, pathOfExpression } from "./expression-path.ts";
import type { JsonDocument } from "./json-document.ts";
import { formatPointer } from "./json-path.ts";
import { isJsonObject, type JsonObject, type JsonValue } from "./lossless-json.ts";
import { memberText } from "./member-text.ts";

/** The issues of an OperationOutcome at the elements they speak of; what has no place stands at the resource. "All is well" is no issue. */
export function annotateOutcome(document: JsonDocument, outcome: JsonValue): readonly Annotation[] {
  const issues = isJsonObject(outcome) ? outcome["issue"] : undefined;
  if (!Array.isArray(issues)) return [];
  return issues
    .filter(isJsonObject)
    .filter((issue) => /^(?:fatal|error|warning)$/.test(memberText(issue, "severity")))
    .map((issue, at) => describe(document, issue, at));
}

function describe(document: JsonDocument, issue: JsonObject, at: number): Annotation {
  const expression = firstText(issue["expression"]) ?? firstText(issue["location"]) ?? "";
  const path = document.pathOf(nearestNode(document, pathOfExpression(expression)));
  const code = memberText(issue, "code");
  const said = memberText(issue["details"], "text") || memberText(issue, "diagnostics");
  return {
    id: `validation:store:${formatPointer(path)}:${at}`,
    layer: "validation",
    path,
    title: ISSUE_TITLES[code] ?? titleOfName(code.replaceAll("-", " ")),
    text: "What the store's validation says:",
    facts: [memberText(issue, "severity"), "$validate of the store"],
    severity: "warning",
    // A validator may quote the value it refuses.
    quotes: [{ label: "", text: said }],
  };
}

function firstText(value: JsonValue | undefined): string | undefined {
  const first = Array.isArray(value) ? value[0] : undefined;
  return typeof first === "string" ? first : undefined;
}
