import { partsOf, type Criterion, type Judge, type Judged } from "./judge.ts";
import type { JudgedParam } from "./judge-params.ts";
import { PREFIXES } from "./judge-ranges.ts";
import type { Value } from "./judge-values.ts";
import type { Random } from "./random-resources.ts";

/** What follows the parameter's code in a criterion, and its value. */
type Form = readonly [suffix: string, value: string];

/** Where the queries come from. */
export interface Source {
  readonly judge: Judge;
  readonly random: Random;
  readonly isSearchable: (type: string, param: JudgedParam) => boolean;
}

/** Every search by one parameter of a type that `perForm` of the values in the data suggest. */
export function queriesFor(source: Source, type: string, param: JudgedParam, perForm: number): Criterion[][] {
  const { judge, random } = source;
  const holders = judge.of(type).filter((found) => isHeld(found, param));
  const forms = new Map<string, Criterion[]>([
    [":missing=true", [[`${param.code}:missing`, "true"]]],
    [":missing=false", [[`${param.code}:missing`, "false"]]],
  ]);
  if (holders.length > 0 && SORTED.has(param.type))
    for (const key of [param.code, `-${param.code}`]) forms.set(`_sort=${key}`, [["_sort", key]]);
  for (let n = 0; n < perForm && holders.length > 0; n += 1) {
    const found = random.pick(holders);
    for (const [suffix, value] of formsOf(found, param, random))
      forms.set(`${suffix}=${value}`, [[`${param.code}${suffix}`, value]]);
    for (const criteria of combinations(source, found, param)) forms.set(JSON.stringify(criteria), criteria);
  }
  return [...forms.values()];
}

/** What `_sort` takes (section 8.5). */
const SORTED: ReadonlySet<string> = new Set(["number", "date", "string", "token", "quantity"]);

function isHeld(found: Judged, param: JudgedParam): boolean {
  if (param.components.length === 0) return found.values(param.code).length > 0;
  return param.items(found.resource).some((element) => partsOf(param, element).every((values) => values.length > 0));
}

function formsOf(found: Judged, param: JudgedParam, random: Random): Form[] {
  if (param.components.length === 0) return valueForms(random.pick(found.values(param.code)), param.targets, random);
  const elements = param.items(found.resource).map((element) => partsOf(param, element));
  const parts = random.pick(elements.filter((values) => values.every((some) => some.length > 0)));
  return Array.from({ length: 4 }, () => [
    "",
    parts.map((values) => random.pick(plainForms(random.pick(values), random))).join("$"),
  ]);
}

/** Forms without a modifier, as the parts of a composite and the end of a chain take them. */
function plainForms(value: Value, random: Random): string[] {
  const plain = valueForms(value, [], random).filter(([suffix]) => suffix === "");
  // A text without a code: nothing has that code.
  return plain.length === 0 ? ["no-such-code"] : plain.map(([, text]) => text);
}

function valueForms(value: Value, targets: readonly string[], random: Random): Form[] {
  switch (value.kind) {
    case "token":
      return tokenForms(value);
    case "string":
      return stringForms(value.text, random);
    case "date":
      return dateForms(value.range.low, value.range.high);
    case "number":
    case "quantity":
      return numberForms(value);
    case "reference":
      return referenceForms(value, targets);
    case "uri":
      return [
        ["", escape(value.text)],
        ["", `${escape(value.text)}/`],
      ];
  }
}

function tokenForms({ system, code, text }: Extract<Value, { kind: "token" }>): Form[] {
  const forms: Form[] = [];
  if (code !== undefined) forms.push(["", escape(code)], [":not", escape(code)]);
  if (system !== undefined) forms.push(["", `${escape(system)}|`]);
  if (system !== undefined && code !== undefined)
    forms.push(
      ["", `${escape(system)}|${escape(code)}`],
      [":not", `${escape(system)}|${escape(code)}`],
      ["", `urn:none|${escape(code)}`],
    );
  if (system === undefined && code !== undefined) forms.push(["", `|${escape(code)}`]);
  if (text !== undefined) {
    forms.push([":text", escape(text)], [":text", escape(text.slice(0, 4))]);
    const last = text.split(" ").at(-1) ?? "";
    if (/\w/u.test(last)) forms.push([":text", escape(last)]);
  }
  return forms;
}

function stringForms(text: string, random: Random): Form[] {
  const characters = Array.from(text);
  const start = random.below(characters.length);
  const middle = characters.slice(start, start + 3).join("");
  const words = text.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== "");
  const forms: Form[] = [
    ["", text],
    ["", characters.slice(0, 3).join("").toUpperCase()],
    ["", words.at(-1) ?? ""],
    [":exact", text],
    [":exact", text.toUpperCase()],
    [":exact", characters.slice(0, 3).join("")],
    [":contains", middle],
    [":contains", words.at(-1)?.slice(1) ?? ""],
  ];
  return forms.filter(([, wanted]) => /[\p{L}\p{N}]/u.test(wanted)).map(([suffix, wanted]) => [suffix, escape(wanted)]);
}

function dateForms(low: number, high: number): Form[] {
  const ends = [low, high - 1].filter(Number.isFinite).map((time) => new Date(time).toISOString());
  return ends.flatMap((iso) =>
    [4, 7, 10, 19].flatMap((length) => {
      const text = `${iso.slice(0, length)}${length > 10 ? "Z" : ""}`;
      // "ap" near the present depends on the moment of the question.
      const prefixes = PREFIXES.filter((prefix) => prefix !== "ap" || Date.now() - low > 86_400_000);
      return ["", ...prefixes].map((prefix): Form => ["", `${prefix}${text}`]);
    }),
  );
}

function numberForms(value: Extract<Value, { kind: "number" | "quantity" }>): Form[] {
  const ends = [...new Set([value.range.low, value.range.high])].filter(Number.isFinite);
  const texts = ends.flatMap((end) => [
    String(end),
    end.toFixed(0),
    end.toFixed(3),
    end.toPrecision(2),
    String(end + 1),
  ]);
  const units = value.kind === "quantity" ? unitForms(value) : [""];
  return texts.flatMap((text) =>
    ["", ...PREFIXES].flatMap((prefix) => units.map((unit): Form => ["", `${prefix}${text}${unit}`])),
  );
}

function unitForms({ system, code, unit }: Extract<Value, { kind: "quantity" }>): string[] {
  const forms = ["", "||none"];
  if (code !== undefined) forms.push(`||${escape(code)}`);
  if (unit !== undefined) forms.push(`||${escape(unit)}`);
  if (system !== undefined && code !== undefined) forms.push(`|${escape(system)}|${escape(code)}`);
  return forms;
}

function referenceForms(
  { url, target, isCanonical }: Extract<Value, { kind: "reference" }>,
  targets: readonly string[],
): Form[] {
  if (target) {
    const forms: Form[] = [
      ["", target.id],
      ["", `${target.type}/${target.id}`],
    ];
    // Some examples point where R4 does not allow it.
    return targets.includes(target.type) ? [...forms, [`:${target.type}`, target.id]] : forms;
  }
  // The id at another server is none of this one.
  const elsewhere = /([A-Z]\w+)\/([A-Za-z0-9\-.]+)$/u.exec(url);
  if (elsewhere && !isCanonical)
    return [
      ["", escape(url)],
      ["", elsewhere[2] ?? ""],
      ["", elsewhere[0]],
    ];
  const [unversioned = ""] = url.split("|");
  return isCanonical && unversioned !== url
    ? [
        ["", url],
        ["", unversioned],
        ["", `${unversioned}|0.0.0-none`],
      ]
    : [["", escape(url)]];
}

/** Two values by OR, two parameters by AND, and along each reference a chain and its reverse. */
function combinations(source: Source, found: Judged, param: JudgedParam): Criterion[][] {
  const { judge, random } = source;
  if (param.components.length > 0) return [];
  const own = random.pick(plainForms(random.pick(found.values(param.code)), random));
  const other = random.pick(judge.of(found.type).filter((one) => one.values(param.code).length > 0));
  const second = random.pick(plainForms(random.pick(other.values(param.code)), random));
  const made: Criterion[][] = [[[param.code, `${own},${second}`]]];
  const beside = criterionOf(source, found);
  if (beside) made.push([[param.code, own], beside]);
  const value = random.pick(found.values(param.code));
  if (value.kind !== "reference" || !value.target || !param.targets.includes(value.target.type)) return made;
  const target = judge.of(value.target.type).find(({ id }) => id === value.target?.id);
  const end = target && criterionOf(source, target);
  if (target && end) made.push([[`${param.code}:${target.type}.${end[0]}`, end[1]]]);
  return made;
}

/** The reverse of a reference: resources that one of this type points to by `param`. */
export function reverseQueries(
  source: Source,
  type: string,
  param: JudgedParam,
): { type: string; criteria: Criterion[] }[] {
  const { judge, random } = source;
  if (param.type !== "reference") return [];
  const pointing = judge
    .of(type)
    .flatMap((found) =>
      found
        .values(param.code)
        .flatMap((value) => (value.kind === "reference" && value.target ? [{ found, to: value.target }] : [])),
    );
  const here = pointing.filter(({ to }) => judge.has(`${to.type}/${to.id}`));
  if (here.length === 0) return [];
  const { found, to } = random.pick(here);
  const end = criterionOf(source, found);
  return end ? [{ type: to.type, criteria: [[`_has:${type}:${param.code}:${end[0]}`, end[1]]] }] : [];
}

/** Some criterion that the resource meets or nearly meets. */
function criterionOf({ random, isSearchable }: Source, found: Judged): Criterion | undefined {
  const held = found.heldCodes((param) => isSearchable(found.type, param));
  if (held.length === 0) return undefined;
  const code = random.pick(held);
  const forms = valueForms(random.pick(found.values(code)), found.param(code).targets, random);
  if (forms.length === 0) return undefined;
  const [suffix, text] = random.pick(forms);
  return [`${code}${suffix}`, text];
}

function escape(text: string): string {
  return text.replaceAll(/[,|$\\]/gu, (special) => `\\${special}`);
}
