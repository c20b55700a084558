import { harvestKnown } from "#lib/deid/fhir/harvest.ts";
import { targetOf } from "#lib/deid/fhir/references.ts";
import type { KnownValue } from "#lib/deid/text/known-values.ts";
import { isJsonObject, type JsonObject, type JsonValue } from "#lib/fhir/lossless-json.ts";
import { memberText } from "#lib/fhir/member-text.ts";
import type { Database } from "#emulator/store/database.ts";
import { RecentMap } from "#emulator/store/recent-map.ts";
import { catalogOf } from "#emulator/services/fhir/catalog.ts";
import type { FhirStore } from "#emulator/services/fhir/fhir-store.ts";
import { findResource, parseStored, type Address } from "#emulator/services/fhir/resource-rows.ts";
import type { Whose } from "./engine-thread.ts";

/** Tells whose the resources of a store are, and what identifies those persons. */
export interface PatientSubjects {
  of(resource: JsonObject): Whose;
  knownOf(person: string): readonly KnownValue[];
}

/** What dates move by is asked for with every resource; what is known of a person once, as the engine remembers it. */
const MOST_NUMBERS = 10_000;
const MOST_STAFF = 20_000;
/** A List or Group may be about many; a text in it is about few. */
const MOST_PATIENTS = 20;
/** No id of a patient can be that. */
const STAFF = "/staff";

/** Reads the patients of a store as they are needed, with what belongs to them alone (relatives, policies, devices), and its staff once. */
export function patientSubjects(database: Database, store: FhirStore): PatientSubjects {
  const numbers = new RecentMap<string, string>(MOST_NUMBERS);
  const numberOf = (id: string): string => {
    const known = numbers.get(id);
    if (known !== undefined) return known;
    const number = readNumber(database, store, id);
    numbers.set(id, number);
    return number;
  };
  return {
    of: (resource) => {
      const patients = patientsOf(resource, (address) => stored(database, store, address));
      const [first] = patients;
      if (first === undefined) {
        const own = `${memberText(resource, "resourceType")}/${memberText(resource, "id")}`;
        return { patient: own, isPatient: false, people: [STAFF] };
      }
      return { patient: numberOf(first), isPatient: true, people: [...patients.slice(0, MOST_PATIENTS), STAFF] };
    },
    knownOf: (person) => (person === STAFF ? staffOf(database, store) : personOf(database, store, person)),
  };
}

/**
 * The medical record number, by which the same person is known in DICOM: with one key their dates move alike there. Without one the id.
 * HL7 v2 table 0203 "MR".
 */
function readNumber(database: Database, store: FhirStore, id: string): string {
  const patient = stored(database, store, { type: "Patient", id });
  return (patient && recordNumber(patient)) ?? `Patient/${id}`;
}

function personOf(database: Database, store: FhirStore, id: string): KnownValue[] {
  const patient = stored(database, store, { type: "Patient", id });
  return [patient, ...belongingsOf(database, store, id)].flatMap((resource) =>
    resource ? harvestKnown(resource) : [],
  );
}

function recordNumber(patient: JsonObject): string | undefined {
  const identifiers = itemsOf(patient["identifier"]);
  const isRecordNumber = (identifier: JsonObject): boolean =>
    itemsOf(isJsonObject(identifier["type"]) ? identifier["type"]["coding"] : undefined).some(
      (coding) => coding["code"] === "MR",
    );
  const found = identifiers.find(isRecordNumber);
  return (found && memberText(found, "value")) || undefined;
}

/** Resources that only their patient has, and that tell who it is. */
function belongingsOf(database: Database, store: FhirStore, id: string): JsonObject[] {
  const catalog = catalogOf(database);
  const node = catalog.findNode(catalog.findType(store.id, "Patient"), id);
  if (!node) return [];
  return database
    .all<{ json: string }>(
      `SELECT DISTINCT resource.rid, resource.json FROM fhir_reference_rows AS row JOIN fhir_resources AS resource ON resource.rid = row.rid
       JOIN fhir_types AS type ON type.key = resource.type
       WHERE row.node = ? AND type.store = ? AND type.type IN ('RelatedPerson', 'Coverage', 'Device', 'Account', 'Person') LIMIT 50`,
      node.node,
      store.id,
    )
    .map(({ json }) => parseStored(json));
}

function staffOf(database: Database, store: FhirStore): KnownValue[] {
  return database
    .all<{ json: string }>(
      `SELECT resource.json FROM fhir_resources AS resource JOIN fhir_types AS type ON type.key = resource.type
       WHERE type.store = ? AND type.type = 'Practitioner' ORDER BY resource.rid LIMIT ${MOST_STAFF}`,
      store.id,
    )
    .flatMap(({ json }) => harvestKnown(parseStored(json)));
}

function stored(database: Database, store: FhirStore, address: Address): JsonObject | undefined {
  const found = findResource(database, store, address);
  return found.state === "live" ? parseStored(found.resource.json) : undefined;
}

/** Members that say whose a resource is, the surest first. */
const OWNERS = ["subject", "patient", "beneficiary", "individual", "policyHolder", "subscriber", "for"];
/** Resources that are nobody's: no patient is found behind them. */
const NOBODYS = new Set([
  "Practitioner",
  "PractitionerRole",
  "Organization",
  "Location",
  "HealthcareService",
  "Medication",
  "Endpoint",
]);

function patientsOf(resource: JsonObject, read: (address: Address) => JsonObject | undefined): string[] {
  if (resource["resourceType"] === "Patient") return [memberText(resource, "id")];
  const owner = OWNERS.flatMap((name) => patientId(resource[name]))[0];
  if (owner !== undefined) return [owner];
  const targets = referencesIn(resource);
  const direct = [...new Set(targets.flatMap(({ type, id }) => (type === "Patient" ? [id] : [])))];
  if (direct.length > 0) return direct;
  // One step further: the Provenance of an Observation is about the Observation's patient.
  const next = targets.find(({ type }) => !NOBODYS.has(type));
  const behind = next && read(next);
  return behind ? OWNERS.flatMap((name) => patientId(behind[name])).slice(0, 1) : [];
}

function patientId(value: JsonValue | undefined): string[] {
  const target = targetOf(memberText(value, "reference"));
  return target?.type === "Patient" ? [target.id] : [];
}

function referencesIn(value: JsonValue): Address[] {
  if (Array.isArray(value)) return value.flatMap(referencesIn);
  if (!isJsonObject(value)) return [];
  const target = targetOf(memberText(value, "reference"));
  return [...(target ? [target] : []), ...Object.values(value).flatMap(referencesIn)];
}

function itemsOf(value: JsonValue | undefined): JsonObject[] {
  return Array.isArray(value) ? value.filter((item) => isJsonObject(item)) : [];
}
