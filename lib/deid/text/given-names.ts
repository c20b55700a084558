import names from "./given-names.generated.json" with { type: "json" };

/** Given names of many countries, folded. One of them alone says little; before a family name it is a person. */
export const MORE_GIVEN_NAMES: ReadonlySet<string> = new Set(names.split(" "));
