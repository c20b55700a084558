import type { FhirConfig, FieldMetadata } from "#lib/deid/config.ts";
import type { InfoType } from "#lib/deid/info-types.ts";
import { DEFAULT_FIELDS } from "./default-fields.ts";
import { fitsPath, lowerFirst, parseFieldPath, stepsOf, type FieldPath, type Step } from "./field-path.ts";

/** What the version of FHIR says of a property. */
export interface FieldShape {
  /** `deceased[x]` */
  readonly element: string;
  /** `HumanName`, `dateTime`, `BackboneElement` */
  readonly type: string;
  /** Type or backbone path that defines its children: `Patient.contact`. */
  readonly content: string;
  readonly isPrimitive: boolean;
  readonly isRequired: boolean;
  /** Types that a Reference may point to; none for anything else, and for one that may point to all. */
  readonly targets: readonly string[];
}

/** Definitions of a version of FHIR, from whoever has them. */
export interface FhirShapes {
  /** Undefined for a property that the standard does not know. */
  field(content: string, property: string): FieldShape | undefined;
}

/** `remove`, `hash`, `shift` and `mask` are v1beta1's: the method is in the rule and not in the infoType. */
export type FieldAction = "keep" | "transform" | "inspect" | "remove" | "hash" | "shift" | "mask";

/** A property at its place in a resource, with what is to be done to it. */
export interface FieldNode {
  readonly action: FieldAction;
  /** The rule that says so, in the words of the configuration: `HumanName: TRANSFORM`. Undefined when none fits. */
  readonly rule: string | undefined;
  readonly type: string;
  readonly content: string;
  readonly isPrimitive: boolean;
  readonly isRequired: boolean;
  /** Of a Reference: which types it may point to; none means all. */
  readonly targets: readonly string[];
  /** What a whole value of it is. */
  readonly infoType: InfoType;
  /** Undefined for a property that the standard does not know: it cannot be judged. */
  child(property: string): FieldNode | undefined;
}

export interface FieldTree {
  /** True for `fhir: {}`: the rules of this house, not the caller's. */
  readonly isDefault: boolean;
  readonly keepsExtensions: boolean;
  root(resourceType: string): FieldNode;
  /** False when a rule leaves the ids of a type as they are; references to it stay then too. */
  replacesIds(resourceType: string): boolean;
}

export interface Rule {
  readonly paths: readonly { readonly path: FieldPath; readonly words: string }[];
  readonly action: FieldAction;
}

const ACTIONS: Readonly<Record<FieldMetadata["action"], FieldAction>> = {
  ACTION_UNSPECIFIED: "keep",
  DO_NOT_TRANSFORM: "keep",
  TRANSFORM: "transform",
  INSPECT_AND_TRANSFORM: "inspect",
};

/** Works out each property once, when it is first met. First match wins; what no path fits stays (contract 13.5). */
export function fieldTree(config: FhirConfig, shapes: FhirShapes): FieldTree {
  const isDefault = config.fieldMetadataList.length === 0;
  const rules = v1Rules(isDefault ? DEFAULT_FIELDS : config.fieldMetadataList);
  return treeOf({ rules, isDefault, keepsExtensions: config.defaultKeepExtensions, shapes });
}

/** Of `fieldMetadataList` of v1. */
export function v1Rules(list: readonly FieldMetadata[]): readonly Rule[] {
  return list.map(({ paths, action }) => ({
    paths: paths.flatMap((words) => readPath(words, action)),
    action: ACTIONS[action],
  }));
}

export interface TreeSetting extends Pick<FieldTree, "isDefault" | "keepsExtensions"> {
  /** The first that fits counts. */
  readonly rules: readonly Rule[];
  readonly shapes: FhirShapes;
}

/** The tree of any list of rules. */
export function treeOf({ rules, shapes, isDefault, keepsExtensions }: TreeSetting): FieldTree {
  const roots = new Map<string, FieldNode>();
  const ids = new Map<string, boolean>();
  const root = (type: string): FieldNode => {
    const known = roots.get(type) ?? nodeAt(rules, shapes, ROOT(type), [[type]]);
    roots.set(type, known);
    return known;
  };
  return {
    isDefault,
    keepsExtensions,
    root,
    replacesIds: (type) => {
      const known = ids.get(type) ?? !keepsIds(rules, type);
      ids.set(type, known);
      return known;
    },
  };
}

/** A path with what is done there, in the words of the configuration; none for what is no path. */
export function readPath(words: string, action: string): Rule["paths"] {
  const path = parseFieldPath(words);
  return path ? [{ path, words: `${words}: ${action}` }] : [];
}

/** Ids are replaced unless a rule names them and says to leave them. */
function keepsIds(rules: readonly Rule[], type: string): boolean {
  const steps = [[type], ["id"]];
  return (
    rules.find(({ paths }) => paths.some(({ path }) => path.at(-1) === "id" && fitsPath(path, steps)))?.action ===
    "keep"
  );
}

const ROOT = (type: string): FieldShape => ({
  element: lowerFirst(type),
  type,
  content: type,
  isPrimitive: false,
  isRequired: false,
  targets: [],
});

function nodeAt(rules: readonly Rule[], shapes: FhirShapes, shape: FieldShape, steps: readonly Step[]): FieldNode {
  const children = new Map<string, FieldNode | undefined>();
  const { type, content, isPrimitive, isRequired, targets } = shape;
  const [fitting] = rules.flatMap(({ paths, action }) => {
    const found = paths.find(({ path }) => fitsPath(path, steps));
    return found ? [{ action, words: found.words }] : [];
  });
  return {
    action: fitting?.action ?? "keep",
    rule: fitting?.words,
    type,
    content,
    isPrimitive,
    isRequired,
    targets,
    infoType: infoTypeOf(type, steps),
    child: (property) => {
      if (children.has(property)) return children.get(property);
      const field = shapes.field(content, property);
      const node = field && nodeAt(rules, shapes, field, [...steps, ...stepsOf(field.element, field.type)]);
      if (node) children.set(property, node);
      return node;
    },
  };
}

const INFO_TYPES_BY_STEP: Readonly<Record<string, InfoType>> = {
  humanName: "PERSON_NAME",
  address: "LOCATION",
  location: "LOCATION",
  contactPoint: "PHONE_NUMBER",
  identifier: "MEDICAL_RECORD_NUMBER",
  author: "PERSON_NAME",
  name: "PERSON_NAME",
  network: "IP_ADDRESS",
  attachment: "URL",
};
const DATE_TYPES = new Set(["date", "dateTime", "instant"]);

function infoTypeOf(type: string, steps: readonly Step[]): InfoType {
  if (DATE_TYPES.has(type)) return "DATE";
  const named = steps
    .toReversed()
    .flat()
    .map(lowerFirst)
    .flatMap((name) => (Object.hasOwn(INFO_TYPES_BY_STEP, name) ? (INFO_TYPES_BY_STEP[name] ?? []) : []));
  return named[0] ?? "GENERIC_ID";
}
