/**
 * The plain element paths that a search parameter's expression reads, for `select` (lib/fhir/result-text.ts): `Observation.value.ofType(Quantity)` →
 * `valueQuantity`. Filters (`where(…)`) are left out, so a path may find more than the expression. FHIR R4 §3.1.1.4 "SearchParameter.expression".
 */
export function elementPaths(expression: string): readonly string[] {
  return expression
    .split(" | ")
    .map(toPath)
    .filter((path) => PLAIN.test(path));
}

/** Anything else (`Patient.deceased.exists() and …`) is computed, not read. */
const PLAIN = /^\w+(?:\.\w+)*$/;

function toPath(branch: string): string {
  const steps = branch
    .replace(/^\((.*)\)$/, "$1")
    .replaceAll(/\.(?:where|extension)\((?:[^()]|\([^()]*\))*\)/g, "")
    .replaceAll(/\.(?:ofType|as)\((\w+)\)/g, (_, type: string) => upperFirst(type))
    .replace(/^\((.*?) as (\w+)\)/, (_, path: string, type: string) => `${path}${upperFirst(type)}`)
    .replace(/ as (\w+)$/, (_, type: string) => upperFirst(type))
    .split(".");
  return steps.slice(1).join(".");
}

function upperFirst(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
