import { RESULT_PARAMETERS, type SearchCapability } from "./search-capability.ts";
import { printSearchPath, targetTypes, type PathStep } from "./search-path.ts";

/** What "Add a filter" offers at one place of a path: a parameter to add, or a hop that leads to another type's parameters. */
export type FilterOffer =
  | { readonly kind: "add"; readonly name: string; readonly label: string; readonly detail: string }
  | { readonly kind: "hop"; readonly step: PathStep; readonly label: string; readonly detail: string };

export interface OfferPlace {
  /** Hops already taken. */
  readonly steps: readonly PathStep[];
  /** The type whose parameters are offered. */
  readonly type: string;
  readonly capability: SearchCapability;
  /** Types that the store holds: hops to others find nothing and are left out. */
  readonly held: readonly string[];
}

/** Further hops than these make searches that no server answers gladly. */
const MAX_STEPS = 3;

/** Own parameters first, then hops along references, hops against them, and at the start what is about the result. */
export function filterOffers(place: OfferPlace): readonly FilterOffer[] {
  const { steps, type, capability, held } = place;
  const params = capability.get(type)?.params ?? [];
  const own = params.map((param): FilterOffer => ({
    kind: "add",
    name: printSearchPath({ steps, param: param.name, modifier: undefined }),
    label: param.name,
    detail: `${param.type} · ${param.documentation.split("\n")[0] ?? ""}`,
  }));
  const result = Object.entries(RESULT_PARAMETERS)
    .filter(([name]) => name !== "_has" && name !== "_type" && steps.length === 0)
    .map(([name, detail]): FilterOffer => ({ kind: "add", name, label: name, detail }));
  return [...own, ...(steps.length < MAX_STEPS ? hops(place, new Set(held)) : []), ...result];
}

function hops({ type, capability }: OfferPlace, held: ReadonlySet<string>): FilterOffer[] {
  const self = capability.get(type);
  const references = (self?.params ?? []).filter((param) => param.type === "reference");
  const along = references.flatMap((param) =>
    targetTypes(capability, type, param.name)
      .filter((target) => held.has(target))
      .map((target): FilterOffer => ({
        kind: "hop",
        step: { kind: "chain", param: param.name, type: target },
        label: `${param.name} → ${target} …`,
        detail: `by what the ${target} says`,
      })),
  );
  const against = (self?.revIncludes ?? []).flatMap((link): FilterOffer[] => {
    const [source = "", param = ""] = link.split(":");
    if (!held.has(source)) return [];
    const step = { kind: "has", type: source, param } as const;
    return [{ kind: "hop", step, label: `has ${source} by ${param} …`, detail: `a ${source} whose ${param} is this` }];
  });
  return [...along, ...against];
}
