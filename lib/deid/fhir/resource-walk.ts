import type { InfoType } from "#lib/deid/info-types.ts";
import { methodFor } from "#lib/deid/plan.ts";
import { shiftFhirDate } from "#lib/deid/shift-date.ts";
import {
  applyMethod,
  replacementsIn,
  transformText,
  type OpenKeys,
  type Replacement,
  type Subject,
} from "#lib/deid/text/transform-text.ts";
import { byteLength, readTextContent, writeTextContent } from "./attachment-text.ts";
import type { FieldNode, FieldTree } from "./field-tree.ts";
import { isPersonReference } from "./harvest.ts";
import { tellingMembers } from "./home.ts";
import { isObject, numberOf, textOf, type JsonObject, type JsonValue } from "./json.ts";
import { transformMarkup } from "./markup.ts";
import { rewriteReference, rewriteUid, type Pseudonyms } from "./references.ts";

export interface WalkSetting {
  readonly tree: FieldTree;
  readonly keys: OpenKeys;
  readonly names: Pseudonyms;
  readonly subject: Subject;
}

/** Where a primitive stands: in which object, and what the rules say of both. */
interface Place {
  readonly holder: JsonObject;
  readonly around: FieldNode;
  readonly node: FieldNode;
}

/** FHIR R4 "data-absent-reason": how a required primitive says that it was taken away. */
const masked = (): JsonObject => ({
  extension: [{ url: "http://hl7.org/fhir/StructureDefinition/data-absent-reason", valueCode: "masked" }],
});
/** Primitive types whose value may be any text, so that a hash or mask fits. */
const TEXT_TYPES = new Set(["string", "markdown", "id", "uri", "url", "http://hl7.org/fhirpath/System.String"]);
const LINK_TYPES = new Set(["url", "uri"]);
const DATE_TYPES = new Set(["date", "dateTime", "instant"]);
const INSPECTABLE = new Set([...TEXT_TYPES, "code", "canonical"]);
/** 45 CFR 164.514(b)(2)(i)(C): ages over 89 are one group. */
const OLDEST_AGE = 89;

/** One resource on its way through the rules. */
export class ResourceWalk {
  readonly #setting: WalkSetting;

  constructor(setting: WalkSetting) {
    this.#setting = setting;
  }

  /** @param isContained its id is known inside the resource around it only */
  resource(resource: JsonObject, type: string, isContained = false): JsonObject {
    const { names } = this.#setting;
    const { tree } = this.#setting;
    const result = this.#object(resource, tree.root(type)) ?? {};
    if (tree.isDefault) this.#hideHome(resource, result);
    const id = textOf(resource, "id");
    if (id !== "") result["id"] = isContained ? names.localId(id) : names.idOf(type, id);
    const { meta } = result;
    if (!isObject(meta)) return result;
    const { versionId: _version, lastUpdated: _updated, ...rest } = meta;
    if (Object.keys(rest).length > 0) return { ...result, meta: rest };
    const { meta: _meta, ...withoutMeta } = result;
    return withoutMeta;
  }

  /** Texts that as a whole tell whose home it is. */
  #hideHome(resource: JsonObject, result: JsonObject): void {
    const { keys, subject } = this.#setting;
    const method = methodFor(keys.plan, "PERSON_NAME");
    for (const member of tellingMembers(resource)) {
      const hidden = this.#each(resource[member] ?? null, (text) =>
        typeof text === "string" ? applyMethod(text, method, subject.patient, keys) : undefined,
      );
      if (hidden === undefined) delete result[member];
      else result[member] = hidden;
    }
  }

  /** Undefined when nothing is left of it. */
  #object(holder: JsonObject, node: FieldNode): JsonObject | undefined {
    const result: JsonObject = {};
    let isEmpty = true;
    const missing: string[] = [];
    for (const key of Object.keys(holder)) {
      const member = this.#member(key, holder[key] ?? null, holder, node);
      if (member !== undefined) {
        result[key] = member;
        isEmpty = false;
      } else if (isRequiredPrimitive(node.child(key))) missing.push(key);
    }
    if (isEmpty) return undefined;
    for (const key of missing) result[`_${key}`] = masked();
    return this.#finished(holder, result, node);
  }

  /** What types ask for as a whole. */
  #finished(holder: JsonObject, result: JsonObject, node: FieldNode): JsonObject | undefined {
    switch (node.type) {
      case "Narrative":
        return result["div"] === undefined ? undefined : result;
      case "Attachment":
      case "Binary":
        return withoutFingerprint(holder, result);
      case "Age":
      case "Quantity":
        return this.#setting.tree.isDefault && isOldAge(holder) ? { ...result, value: OLDEST_AGE + 1 } : result;
      default:
        return result;
    }
  }

  #member(key: string, value: JsonValue, holder: JsonObject, node: FieldNode): JsonValue | undefined {
    if (key === "resourceType") return value;
    if (key.startsWith("_")) return this.#companion(value, node);
    const child = node.child(key);
    // The standard knows no such property, so no rule can: what cannot be judged does not pass.
    if (!child) return undefined;
    if (child.type === "Extension" && !this.#setting.tree.keepsExtensions) return undefined;
    if (child.type === "Resource") return this.#each(value, (item) => this.#nested(item, key === "contained"));
    if (!child.isPrimitive)
      return this.#each(value, (item) => (isObject(item) ? this.#object(item, child) : undefined));
    return this.#each(value, (item) => this.#primitive(key, item, { holder, around: node, node: child }));
  }

  /** `_birthDate`: nothing but an id and extensions. */
  #companion(value: JsonValue, node: FieldNode): JsonValue | undefined {
    const { keepsExtensions } = this.#setting.tree;
    if (!keepsExtensions) return undefined;
    const element = node.child("extension");
    return this.#each(
      value,
      (item) => {
        if (!isObject(item) || !element) return undefined;
        const extension = this.#each(item["extension"] ?? [], (one) =>
          isObject(one) ? this.#object(one, element) : undefined,
        );
        return extension === undefined ? undefined : { extension };
      },
      true,
    );
  }

  #nested(value: JsonValue, isContained: boolean): JsonValue | undefined {
    return isObject(value) ? this.resource(value, textOf(value, "resourceType"), isContained) : undefined;
  }

  /** Arrays lose what is taken away, unless places count. Undefined when nothing is left. */
  #each(
    value: JsonValue,
    change: (item: JsonValue) => JsonValue | undefined,
    keepsPlaces = false,
  ): JsonValue | undefined {
    if (!Array.isArray(value)) return change(value);
    const items = value.map((item) => change(item) ?? (keepsPlaces ? null : undefined));
    const kept = items.filter((item) => item !== undefined);
    return kept.some((item) => item !== null) ? kept : undefined;
  }

  #primitive(key: string, value: JsonValue, place: Place): JsonValue | undefined {
    const { names } = this.#setting;
    const { holder, node } = place;
    if (typeof value === "string") {
      if (key === "id") return names.localId(value);
      if (key === "reference" || key === "fullUrl") return rewriteReference(value, names);
    }
    switch (node.action) {
      case "keep":
        return value;
      case "transform":
        return typeof value === "string" ? this.#whole(value, node, infoTypeOf(node, holder)) : undefined;
      case "inspect":
        return typeof value === "string" ? this.#inspected(key, value, place) : value;
      default:
        return typeof value === "string" ? this.#byMethod(value, node, node.action) : undefined;
    }
  }

  /** What the rule itself names; "removal when it cannot apply" (contract 13.5). */
  #byMethod(value: string, node: FieldNode, action: "remove" | "hash" | "shift" | "mask"): JsonValue | undefined {
    const { keys, subject } = this.#setting;
    if (action === "remove") return undefined;
    const method = keys.plan.fieldMethods[action];
    if (DATE_TYPES.has(node.type))
      return method.kind === "shift" ? shiftFhirDate(value, keys.days(method.key, subject.patient)) : undefined;
    return TEXT_TYPES.has(node.type) && method.kind !== "shift"
      ? applyMethod(value, method, subject.patient, keys)
      : undefined;
  }

  #whole(value: string, node: FieldNode, infoType = node.infoType): JsonValue | undefined {
    const { keys, subject, names } = this.#setting;
    const method = methodFor(keys.plan, infoType);
    if (method.kind === "keep") return value;
    if (DATE_TYPES.has(node.type))
      return method.kind === "shift" ? shiftFhirDate(value, keys.days(method.key, subject.patient)) : undefined;
    const isLink = LINK_TYPES.has(node.type) && /^(?:[A-Z][A-Za-z]+\/[A-Za-z0-9\-.]+|urn:uuid:.*)$/.test(value);
    if (isLink) return rewriteReference(value, names);
    const uid = rewriteUid(value, names);
    if (uid !== undefined) return uid;
    return TEXT_TYPES.has(node.type) ? applyMethod(value, method, subject.patient, keys) : undefined;
  }

  #inspected(key: string, value: string, { holder, around, node }: Place): JsonValue | undefined {
    const isPerson = key === "display" && around.type === "Reference" && isPersonReference(holder, around.targets);
    if (isPerson) return this.#whole(value, node, "PERSON_NAME");
    if (DATE_TYPES.has(node.type)) return this.#whole(value, node);
    const { subject, keys } = this.#setting;
    const inspect = (text: string): string => transformText(text, subject, keys);
    const find = (text: string): readonly Replacement[] => replacementsIn(text, subject, keys);
    if (node.type === "xhtml") return transformMarkup(value, find);
    if (node.type === "base64Binary") return this.#content(value, holder);
    return INSPECTABLE.has(node.type) ? inspect(value) || undefined : value;
  }

  /** Text is inspected; what nobody here can read is taken away, and so is text of somebody unknown. */
  #content(base64: string, holder: JsonObject): string | undefined {
    const { subject, keys } = this.#setting;
    const text = readTextContent(base64, textOf(holder, "contentType"));
    if (!text || !subject.isPatient) return undefined;
    return writeTextContent(
      text.isMarkup
        ? transformMarkup(text.text, (run) => replacementsIn(run, subject, keys))
        : transformText(text.text, subject, keys),
    );
  }
}

/** In years, which is what everything is counted in that lasts as long. */
function isOldAge(quantity: JsonObject): boolean {
  const unit = textOf(quantity, "code") || textOf(quantity, "unit");
  return (numberOf(quantity["value"]) ?? 0) > OLDEST_AGE && /^(?:a|y|yrs?|years?)$/i.test(unit);
}

function isRequiredPrimitive(node: FieldNode | undefined): boolean {
  return node?.isRequired === true && node.isPrimitive;
}

function infoTypeOf(node: FieldNode, holder: JsonObject): InfoType {
  if (node.infoType === "PHONE_NUMBER" && holder["system"] === "email") return "EMAIL_ADDRESS";
  if (node.infoType === "MEDICAL_RECORD_NUMBER" && /ssn/i.test(textOf(holder, "system")))
    return "US_SOCIAL_SECURITY_NUMBER";
  return node.infoType;
}

/** Size and hash of content that is not there any more would still tell which content it was. */
function withoutFingerprint(before: JsonObject, after: JsonObject): JsonObject {
  if (before["data"] === after["data"] && before["url"] === after["url"]) return after;
  const { hash: _hash, size: _size, ...rest } = after;
  const bytes = typeof after["data"] === "string" ? byteLength(after["data"]) : undefined;
  return { ...rest, ...(bytes !== undefined && "size" in before && { size: bytes }) };
}
