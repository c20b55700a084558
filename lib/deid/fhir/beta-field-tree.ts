import { FIELD_ACTIONS, type FhirFieldConfig, type FieldRule } from "#lib/deid/beta-config.ts";
import { DEFAULT_FIELDS } from "./default-fields.ts";
import {
  readPath,
  treeOf,
  v1Rules,
  type FhirShapes,
  type FieldAction,
  type FieldTree,
  type Rule,
} from "./field-tree.ts";

const ACTIONS: Readonly<Record<(typeof FIELD_ACTIONS)[number], FieldAction>> = {
  keepField: "keep",
  removeField: "remove",
  cleanTextField: "inspect",
  cryptoHashField: "hash",
  dateShiftField: "shift",
  characterMaskField: "mask",
};

/** Every type whose text `cleanTextField` reads. */
const CLEAN_ALL: readonly Rule[] = v1Rules([
  {
    action: "INSPECT_AND_TRANSFORM",
    paths:
      "Code Date DateTime Decimal HumanName Id LanguageCode Markdown Oid String Uri Uuid Xhtml Instant Base64Binary".split(
        " ",
      ),
  },
]);

/**
 * The rules of `fhirFieldConfig` (contract section 19): its own list before the profile. `BASIC` is the list of HIPAA's eighteen classes, which
 * is also what `fhir: {}` of v1 does; it stands too where no profile is named and no field either.
 */
export function betaFieldTree(config: FhirFieldConfig, shapes: FhirShapes): FieldTree {
  const { fieldMetadataList, profileType, options } = config;
  const isBasic =
    profileType === "BASIC" || (profileType === "PROFILE_TYPE_UNSPECIFIED" && fieldMetadataList.length === 0);
  return treeOf({
    rules: [
      ...fieldMetadataList.map(ruleOf),
      ...(isBasic ? v1Rules(DEFAULT_FIELDS) : []),
      ...(profileType === "CLEAN_ALL" ? CLEAN_ALL : []),
    ],
    isDefault: isBasic,
    keepsExtensions: options?.keepExtensions !== undefined,
    shapes,
  });
}

function ruleOf(rule: FieldRule): Rule {
  const name = FIELD_ACTIONS.find((action) => rule[action] !== undefined) ?? "keepField";
  return { paths: rule.paths.flatMap((words) => readPath(words, name)), action: ACTIONS[name] };
}
