import type { BetaConfig } from "./beta-config.ts";
import type { KeyConfig, TransformationConfig } from "./config.ts";
import type { InfoType } from "./info-types.ts";
import { base64Of, bytesOfBase64, type DeidCrypto } from "./keyed.ts";

/** What is done with a value of an infoType. Keys as base64, so that a plan can be kept and sent to threads. */
export type TextMethod =
  | { readonly kind: "keep" | "redact" | "infoType" }
  | { readonly kind: "mask"; readonly character: string }
  | { readonly kind: "shift" | "hash"; readonly key: string };

interface TextRule {
  /** Empty: every infoType. */
  readonly infoTypes: readonly string[];
  readonly method: TextMethod;
}

/** A configuration with its keys: everything that decides what comes out. Plain JSON. */
export interface DeidPlan {
  readonly config: BetaConfig;
  readonly rules: readonly TextRule[];
  readonly excluded: readonly string[];
  /** Pseudonyms of ids and UIDs. */
  readonly idKey: string;
  /** Dates that no rule of the caller shifts. */
  readonly dateKey: string;
  /** How the field rules of v1beta1 hash, shift and mask. */
  readonly fieldMethods: Readonly<Record<"hash" | "shift" | "mask", TextMethod>>;
}

/** @param freshKey 32 random bytes, "a fresh key per operation" where the caller gives none (contract 13.6) */
export function planOf(config: BetaConfig, crypto: DeidCrypto, freshKey: () => Uint8Array): DeidPlan {
  const fresh = base64Of(freshKey());
  const transformations = [...(config.text?.additionalTransformations ?? []), ...(config.text?.transformations ?? [])];
  const keyOf = (key: KeyConfig | undefined): string => givenKey(key, crypto) ?? fresh;
  const given = (method: "cryptoHashConfig" | "dateShiftConfig"): string | undefined =>
    transformations.map((transformation) => givenKey(transformation[method], crypto)).find((key) => key !== undefined);
  const idKey = given("cryptoHashConfig") ?? given("dateShiftConfig") ?? fresh;
  const dateKey = given("dateShiftConfig") ?? given("cryptoHashConfig") ?? fresh;
  return {
    config,
    fieldMethods: fieldMethods(config, crypto, { idKey, dateKey }),
    rules: transformations.map((transformation) => ({
      infoTypes: transformation.infoTypes,
      method: methodOf(transformation, keyOf),
    })),
    excluded: config.text?.excludeInfoTypes ?? [],
    idKey,
    dateKey,
  };
}

/** By the keys of `fhirFieldConfig.options`, else by those of the whole plan. */
function fieldMethods(
  { fhirFieldConfig }: BetaConfig,
  crypto: DeidCrypto,
  { idKey, dateKey }: Pick<DeidPlan, "idKey" | "dateKey">,
): DeidPlan["fieldMethods"] {
  const { cryptoHashConfig, dateShiftConfig, characterMaskConfig } = fhirFieldConfig?.options ?? {};
  return {
    hash: { kind: "hash", key: givenKey(cryptoHashConfig, crypto) ?? idKey },
    shift: { kind: "shift", key: givenKey(dateShiftConfig, crypto) ?? dateKey },
    mask: { kind: "mask", character: characterMaskConfig?.maskingCharacter || "*" },
  };
}

/**
 * The method for findings of an infoType: the first rule that names it, else the first for all, else dates move and everything else gives
 * way to the name of its infoType ("dates shifted, others replaced", contract 13.6). `text.profileType: EMPTY` of v1beta1 has no defaults.
 */
export function methodFor(plan: DeidPlan, infoType: InfoType): TextMethod {
  const rule =
    plan.rules.find(({ infoTypes }) => infoTypes.includes(infoType)) ??
    plan.rules.find(({ infoTypes }) => infoTypes.length === 0);
  if (rule) return rule.method;
  if (plan.config.text?.profileType === "EMPTY") return { kind: "keep" };
  return infoType === "DATE" ? { kind: "shift", key: plan.dateKey } : { kind: "infoType" };
}

function methodOf(transformation: TransformationConfig, keyOf: (key: KeyConfig | undefined) => string): TextMethod {
  const { characterMaskConfig, dateShiftConfig, cryptoHashConfig, replaceWithInfoTypeConfig } = transformation;
  if (characterMaskConfig) return { kind: "mask", character: characterMaskConfig.maskingCharacter || "*" };
  if (dateShiftConfig) return { kind: "shift", key: keyOf(dateShiftConfig) };
  if (cryptoHashConfig) return { kind: "hash", key: keyOf(cryptoHashConfig) };
  return { kind: replaceWithInfoTypeConfig ? "infoType" : "redact" };
}

/** A key that KMS has wrapped cannot be opened here: what is wrapped stands for it, so the same wrapped key gives the same result. */
function givenKey(key: KeyConfig | undefined, crypto: DeidCrypto): string | undefined {
  if (key?.cryptoKey !== undefined) return key.cryptoKey;
  const wrapped = key?.kmsWrapped;
  if (!wrapped) return undefined;
  const bytes = bytesOfBase64(wrapped.wrappedKey) ?? new Uint8Array();
  return base64Of(crypto.hmac(bytes, wrapped.cryptoKey));
}
