import type { InfoType } from "#lib/deid/info-types.ts";
import type { KnownValue } from "#lib/deid/text/known-values.ts";
import { isObject, textOf, type JsonObject, type JsonValue } from "./json.ts";
import { writtenTogether } from "#lib/deid/text/written-together.ts";
import { wordsOf } from "#lib/deid/text/words.ts";
import { targetOf } from "./references.ts";

const NAME_PARTS = ["family", "given", "text"];
const ADDRESS_PARTS = ["line", "city", "district", "postalCode", "text"];
const CONTACT_TYPES: Readonly<Record<string, InfoType>> = {
  phone: "PHONE_NUMBER",
  fax: "PHONE_NUMBER",
  pager: "PHONE_NUMBER",
  sms: "PHONE_NUMBER",
  email: "EMAIL_ADDRESS",
  url: "URL",
};
/** Members that are numbers of a person or a thing of theirs, whatever resource has them. */
const NUMBER_MEMBERS = new Set([
  "subscriberId",
  "serialNumber",
  "lotNumber",
  "distinctIdentifier",
  "deviceIdentifier",
  "carrierHRF",
]);
const PERSON_TYPES = new Set(["Patient", "Person", "Practitioner", "PractitionerRole", "RelatedPerson"]);

/**
 * The identifying values in a resource's structured fields: names, addresses, ways to reach, numbers, and names of persons in references.
 * They are looked for in all texts of the same person.
 */
export function harvestKnown(resource: JsonObject): KnownValue[] {
  const found: KnownValue[] = [];
  const add = (infoType: InfoType, value: JsonValue | undefined): void => {
    if (typeof value === "string" && value !== "") found.push({ infoType, value });
    else if (Array.isArray(value)) for (const part of value) add(infoType, part);
  };
  const visit = (value: JsonValue, key: string): void => {
    if (Array.isArray(value)) {
      for (const item of value) visit(item, key);
      return;
    }
    if (!isObject(value)) return;
    harvestObject(value, key, add);
    for (const name in value) {
      const member = value[name];
      if (typeof member === "object" && member !== null) visit(member, name);
      else if (NUMBER_MEMBERS.has(name)) add("GENERIC_ID", member);
    }
  };
  visit(resource, "");
  if (PERSON_TYPES.has(textOf(resource, "resourceType")) && /\d/.test(textOf(resource, "id")))
    add("GENERIC_ID", resource["id"]);
  return found;
}

type Add = (infoType: InfoType, value: JsonValue | undefined) => void;

/** What an object is, by its members or the member that holds it. The first that fits counts. */
const SHAPES: readonly {
  readonly fits: (value: JsonObject, key: string) => boolean;
  readonly harvest: (value: JsonObject, add: Add) => void;
}[] = [
  {
    fits: (value, key) => "family" in value || "given" in value || (key === "name" && "text" in value),
    harvest: (value, add) => {
      for (const part of NAME_PARTS) add("PERSON_NAME", value[part]);
      for (const name of writtenTogether(wordsOfMember(value, "given"), wordsOfMember(value, "family")))
        add("PERSON_NAME", name);
    },
  },
  {
    fits: (value) => "city" in value || "line" in value || "postalCode" in value,
    harvest: (value, add) => {
      for (const part of ADDRESS_PARTS) add("LOCATION", value[part]);
    },
  },
  {
    fits: (_value, key) => key === "telecom",
    harvest: (value, add) => {
      add(CONTACT_TYPES[textOf(value, "system")] ?? "PHONE_NUMBER", value["value"]);
    },
  },
  {
    fits: (_value, key) => key === "identifier",
    harvest: (value, add) => {
      const isSsn = /ssn/i.test(textOf(value, "system"));
      add(isSsn ? "US_SOCIAL_SECURITY_NUMBER" : "MEDICAL_RECORD_NUMBER", value["value"]);
    },
  },
  {
    fits: (value) => "reference" in value && "display" in value && isPersonReference(value),
    harvest: (value, add) => {
      add("PERSON_NAME", value["display"]);
    },
  },
];

function wordsOfMember(value: JsonObject, name: string): string[] {
  const member = value[name];
  const texts = Array.isArray(member) ? member : [member];
  return texts.flatMap((text) => (typeof text === "string" ? wordsOf(text).map(({ text: word }) => word) : []));
}

function harvestObject(value: JsonObject, key: string, add: Add): void {
  SHAPES.find(({ fits }) => fits(value, key))?.harvest(value, add);
}

/**
 * A reference's display names a person unless its target is known to be a thing: by its own words, or as the element points to no persons.
 * @param allowed types that the element may point to; none means all
 */
export function isPersonReference(reference: JsonObject, allowed: readonly string[] = []): boolean {
  const type = textOf(reference, "type") || targetOf(textOf(reference, "reference"))?.type;
  if (type === undefined || type === "") return allowed.length === 0 || allowed.some((name) => PERSON_TYPES.has(name));
  return PERSON_TYPES.has(type);
}
