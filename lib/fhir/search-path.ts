import { offeredParam, type OfferedParam, type SearchCapability } from "./search-capability.ts";

/**
 * One hop from the searched type to another: `subject:Patient.` follows a reference (type "" for any target), `_has:Observation:subject:` asks for
 * resources that refer to this one. FHIR R4 §3.1.1.5 "Chained parameters", §3.1.1.6 "Reverse chaining".
 */
export type PathStep =
  | { readonly kind: "chain"; readonly param: string; readonly type: string }
  | { readonly kind: "has"; readonly type: string; readonly param: string };

/** A parameter name with its hops read apart. */
export interface SearchPath {
  readonly steps: readonly PathStep[];
  readonly param: OfferedParam;
  readonly modifier: string | undefined;
}

/** Types that a reference parameter may point to, by what the server says each type can be reverse-included from; all when it tells none. */
export function targetTypes(capability: SearchCapability, type: string, param: string): readonly string[] {
  const link = `${type}:${param}`;
  const told = [...capability.values()].filter(({ revIncludes }) => revIncludes.includes(link));
  return told.length > 0 ? told.map((target) => target.type) : [...capability.keys()];
}

/** The type that the next hop starts from; "" when a chain names none and several are possible. */
export function typeAfter(steps: readonly PathStep[], type: string, capability: SearchCapability): string {
  return steps.reduce((from, step) => {
    if (step.type !== "" || step.kind === "has") return step.type;
    const targets = from === "" ? [] : targetTypes(capability, from, step.param);
    return targets.length === 1 ? (targets[0] ?? "") : "";
  }, type);
}

/** Reads `subject:Patient.name:exact`; undefined for what the server does not offer. `type` is where the path starts. */
export function readSearchPath(name: string, type: string, capability: SearchCapability): SearchPath | undefined {
  return name.startsWith("_has:") ? readHas(name, capability) : readChain(name, type, capability);
}

/** The inverse of readSearchPath: the parameter's full name. */
export function printSearchPath(path: {
  readonly steps: readonly PathStep[];
  readonly param: string;
  readonly modifier: string | undefined;
}): string {
  const hops = path.steps.map((step) =>
    step.kind === "has"
      ? `_has:${step.type}:${step.param}:`
      : `${step.param}${step.type === "" ? "" : `:${step.type}`}.`,
  );
  return `${hops.join("")}${path.param}${path.modifier === undefined ? "" : `:${path.modifier}`}`;
}

function readHas(name: string, capability: SearchCapability): SearchPath | undefined {
  const [, type = "", param = "", ...rest] = name.split(":");
  if (offeredParam(capability.get(type), param)?.type !== "reference") return undefined;
  return withStep({ kind: "has", type, param }, readSearchPath(rest.join(":"), type, capability));
}

function readChain(name: string, type: string, capability: SearchCapability): SearchPath | undefined {
  const dot = name.indexOf(".");
  if (dot < 0) return readLeaf(name, type, capability);
  const [param = "", wanted, ...more] = name.slice(0, dot).split(":");
  const rest = name.slice(dot + 1);
  if (more.length > 0 || offeredParam(capability.get(type), param)?.type !== "reference") return undefined;
  if (wanted !== undefined && !capability.has(wanted)) return undefined;
  const targets = wanted === undefined ? targetTypes(capability, type, param) : [wanted];
  for (const target of targets) {
    const path = readSearchPath(rest, target, capability);
    if (path) return withStep({ kind: "chain", param, type: wanted ?? "" }, path);
  }
  return undefined;
}

function readLeaf(name: string, type: string, capability: SearchCapability): SearchPath | undefined {
  const colon = name.indexOf(":");
  const param = offeredParam(capability.get(type), colon < 0 ? name : name.slice(0, colon));
  return param && { steps: [], param, modifier: colon < 0 ? undefined : name.slice(colon + 1) };
}

function withStep(step: PathStep, path: SearchPath | undefined): SearchPath | undefined {
  return path && { ...path, steps: [step, ...path.steps] };
}
