import type { Annotation } from "./annotation.ts";
import { isLoincCode, isSnomedId } from "./check-digits.ts";
import { codeSystemOf } from "./code-systems.ts";
import type { Definitions } from "./definitions.ts";
import { formatPointer } from "./json-path.ts";
import { isJsonObject, type JsonObject } from "./lossless-json.ts";
import { memberText } from "./member-text.ts";
import { walkElements, type Element, type ElementWalk } from "./walk-elements.ts";

/** What a UCUM library says about a unit code. */
export type UnitVerdict =
  { readonly isValid: true; readonly name: string } | { readonly isValid: false; readonly suggestion: string };

/** Displays that were seen with a code, by `system|code`. */
export type Displays = ReadonlyMap<string, ReadonlySet<string>>;

export interface TerminologyWalk extends ElementWalk {
  /** Displays of other resources that this reader has opened. */
  readonly displays: Displays;
  /** Undefined until the UCUM library is there; units are then not judged. */
  readonly checkUnit: ((code: string) => UnitVerdict) | undefined;
}

/** Codes and units: whether the system is a published one, the code can exist, its display is there and the same everywhere. */
export function annotateTerminology(
  resource: JsonObject,
  definitions: Definitions,
  walk: TerminologyWalk,
): Annotation[] {
  const coded: Element[] = [];
  walkElements(resource, definitions, walk, (element) => {
    if (isCoded(element, definitions)) coded.push(element);
    return true;
  });
  const own = displaysOf(coded);
  return coded.flatMap((element) => {
    const words = judge(element, { walk, own });
    return words ? [describe(element, words)] : [];
  });
}

function isCoded({ value, field }: Element, definitions: Definitions): boolean {
  if (field === undefined || !isJsonObject(value)) return false;
  return field.type.code === "Coding" || definitions.isA(field.type.code, "Quantity");
}

/** The displays of a resource's own codings. */
export function displaysIn(resource: JsonObject, definitions: Definitions, walk: ElementWalk): Displays {
  const coded: Element[] = [];
  walkElements(resource, definitions, walk, (element) => {
    if (element.field?.type.code === "Coding") coded.push(element);
    return true;
  });
  return displaysOf(coded);
}

function displaysOf(elements: readonly Element[]): Displays {
  const seen = new Map<string, Set<string>>();
  for (const { value, field } of elements) {
    const display = memberText(value, "display");
    if (field?.type.code !== "Coding" || display === "" || !isJsonObject(value)) continue;
    const name = codingName(value);
    const displays = seen.get(name);
    if (displays) displays.add(display);
    else seen.set(name, new Set([display]));
  }
  return seen;
}

interface Words {
  readonly title: string;
  readonly text: string;
  readonly isWarning: boolean;
  readonly facts?: readonly string[];
}

interface Known {
  readonly walk: TerminologyWalk;
  readonly own: Displays;
}

function judge({ value, field }: Element, known: Known): Words | undefined {
  if (!isJsonObject(value)) return undefined;
  return field?.type.code === "Coding" ? judgeCoding(value, known) : judgeQuantity(value, known.walk);
}

function judgeCoding(coding: JsonObject, known: Known): Words | undefined {
  if (memberText(coding, "code") === "") return undefined;
  const system = memberText(coding, "system");
  if (system === "") return warning("No code system", "The code alone has no sure meaning.");
  const name = codeSystemOf(system)?.name;
  const title = name ?? "Local system";
  const flaw = formFlaw(coding) || displayFlaw(coding, known);
  if (flaw !== "") return warning(title, flaw);
  if (name !== undefined) return fine(name, "A published code system; the display is consistent.");
  return /^(?:https?:|urn:)/.test(system)
    ? fine(title, "Not one of the published code systems known here.")
    : warning(title, "The system is no absolute address, so nobody else can know it.");
}

function formFlaw(coding: JsonObject): string {
  return FORMS[memberText(coding, "system")]?.(memberText(coding, "code")) ?? "";
}

function displayFlaw(coding: JsonObject, known: Known): string {
  const display = memberText(coding, "display");
  if (display === "") return "No display: whoever reads it without a terminology server sees only the code.";
  const others = otherDisplays(codingName(coding), display, known);
  if (others === 0) return "";
  const which = others === 1 ? "another display" : `${others} other displays`;
  return `The same code stands with ${which} in what you have opened.`;
}

/** What is wrong with the form of a code; empty when nothing is. */
const FORMS: Readonly<Record<string, (code: string) => string>> = {
  "http://loinc.org": (code) =>
    isLoincCode(code) || !/^\d+-\d$/.test(code) ? "" : "The check digit is wrong: LOINC has no such code.",
  "http://snomed.info/sct": (code) =>
    isSnomedId(code) || !/^\d+$/.test(code) ? "" : "The check digit is wrong: SNOMED CT has no such concept.",
};

function otherDisplays(name: string, display: string, { own, walk }: Known): number {
  const [here, before] = [own.get(name), walk.displays.get(name)];
  if (before === undefined && (here?.size ?? 0) <= 1) return 0;
  const all = new Set([...(here ?? []), ...(before ?? [])].map(plain));
  all.delete(plain(display));
  return all.size;
}

function judgeQuantity(quantity: JsonObject, { checkUnit }: TerminologyWalk): Words | undefined {
  const [system, code] = [memberText(quantity, "system"), memberText(quantity, "code")];
  if (code === "") {
    return memberText(quantity, "unit") === ""
      ? undefined
      : warning("Unit without a code", "Only text: searches and conversions cannot use this quantity.");
  }
  if (system === "") return warning("Unit without a system", "The unit's code has no system.");
  if (system !== UCUM) return fine(codeSystemOf(system)?.name ?? "Local units", "A unit that is not UCUM.");
  const verdict = checkUnit?.(code);
  return verdict && unitWords(code, verdict);
}

function unitWords(code: string, verdict: UnitVerdict): Words {
  if (verdict.isValid) return { ...fine("UCUM", `A valid unit: ${verdict.name}.`), facts: [code] };
  const hint = verdict.suggestion === "" ? "" : ` Did you mean ${verdict.suggestion}?`;
  return warning("UCUM", `Not a valid UCUM unit.${hint}`);
}

const UCUM = "http://unitsofmeasure.org";

function fine(title: string, text: string): Words {
  return { title, text, isWarning: false };
}

function warning(title: string, text: string): Words {
  return { title, text, isWarning: true };
}

function codingName(coding: JsonObject): string {
  return `${memberText(coding, "system")}|${memberText(coding, "code")}`;
}

function plain(display: string): string {
  return display.trim().toLowerCase().replaceAll(/\s+/g, " ");
}

function describe({ path }: Element, { title, text, isWarning, facts = [] }: Words): Annotation {
  return {
    id: `terminology:${formatPointer(path)}`,
    layer: "terminology",
    path,
    title,
    text,
    facts,
    severity: isWarning ? "warning" : "info",
  };
}
