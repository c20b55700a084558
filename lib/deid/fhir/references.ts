import { hexOf, uidOf, type KeyedHash } from "#lib/deid/keyed.ts";

/** Pseudonyms of the ids of one operation: the same id becomes the same wherever it stands. */
export interface Pseudonyms {
  /** `Patient`, `1` → 64 hexadecimal digits, or the id itself for a type whose ids stay. */
  idOf(type: string, id: string): string;
  /** The id of a contained resource or element. */
  localId(id: string): string;
  /** `urn:uuid:…`, `urn:oid:2.25.…` and bare UIDs, as DICOM has them too. */
  uid(uid: string): string;
  uuid(text: string): string;
}

/** Ids are met again soon: in the next resource of the same patient. */
const MOST_REMEMBERED = 20_000;

/** @param replacesIds false for a type whose ids stay */
export function pseudonyms(hash: KeyedHash, replacesIds: (type: string) => boolean): Pseudonyms {
  const remembered = new Map<string, string>();
  const idOf = (address: string): string => {
    const known = remembered.get(address) ?? hexOf(hash("id", address));
    if (remembered.size >= MOST_REMEMBERED) remembered.clear();
    remembered.set(address, known);
    return known;
  };
  return {
    idOf: (type, id) => (replacesIds(type) ? idOf(`${type}/${id}`) : id),
    localId: (id) => hexOf(hash("local", id)).slice(0, 32),
    uid: (uid) => uidOf(hash, uid),
    uuid: (text) => {
      const hex = hexOf(hash("uuid", text.toLowerCase()));
      return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
    },
  };
}

const RELATIVE = /^([A-Z][A-Za-z]+)\/([A-Za-z0-9\-.]{1,64})(?:\/_history\/[^/#]+)?(?:#.*)?$/;
const OWN_STORE = /^https?:\/\/[^?#]*\/fhirStores\/[^/?#]+\/fhir\//;

/**
 * A reference with pseudonyms; undefined for one that says by its own words whom it means (`Patient?identifier=…`). History parts go: the
 * history is not copied. A reference to another server becomes a name that leads nowhere: its address would lead to the original.
 */
export function rewriteReference(reference: string, names: Pseudonyms): string | undefined {
  if (reference.startsWith("#")) return reference === "#" ? "#" : `#${names.localId(reference.slice(1))}`;
  const [, type = "", id = ""] = RELATIVE.exec(reference.replace(OWN_STORE, "")) ?? [];
  if (type !== "") return `${type}/${names.idOf(type, id)}`;
  if (/^urn:oid:/i.test(reference)) return `urn:oid:${names.uid(reference.slice(8))}`;
  if (/^urn:uuid:/i.test(reference) || /^https?:\/\/[^?]*$/i.test(reference))
    return `urn:uuid:${names.uuid(reference)}`;
  return undefined;
}

/** `Patient/1` of a reference to this store, whatever form it has; undefined for others. */
export function targetOf(reference: string): { readonly type: string; readonly id: string } | undefined {
  const [, type = "", id = ""] = RELATIVE.exec(reference.replace(OWN_STORE, "")) ?? [];
  return type === "" ? undefined : { type, id };
}

/** A DICOM UID, bare or as `urn:oid:`: FHIR ImagingStudy names studies so. Undefined for other text. */
export function rewriteUid(text: string, names: Pseudonyms): string | undefined {
  const [, scheme = "", uid = ""] = /^(urn:oid:)?([0-2](?:\.(?:0|[1-9]\d*)){2,})$/.exec(text) ?? [];
  return uid === "" ? undefined : scheme + names.uid(uid);
}
