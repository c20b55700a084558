/** A published code system as people call it. */
export interface CodeSystem {
  readonly name: string;
  /** Publisher's page of one code, where it has a stable address. */
  readonly page?: (code: string) => string;
}

const word = encodeURIComponent;

/** Systems of FHIR R4 §4.3.0 and of the US Core and IPS guides, by url. */
const SYSTEMS: Readonly<Record<string, CodeSystem>> = {
  "http://loinc.org": { name: "LOINC", page: (code) => `https://loinc.org/${word(code)}` },
  "http://snomed.info/sct": {
    name: "SNOMED CT",
    page: (code) => `https://browser.ihtsdotools.org/?perspective=full&conceptId1=${word(code)}`,
  },
  "http://www.nlm.nih.gov/research/umls/rxnorm": {
    name: "RxNorm",
    page: (code) => `https://mor.nlm.nih.gov/RxNav/search?searchBy=RXCUI&searchTerm=${word(code)}`,
  },
  "http://unitsofmeasure.org": { name: "UCUM" },
  "http://hl7.org/fhir/sid/cvx": { name: "CVX (vaccines administered)" },
  "http://hl7.org/fhir/sid/mvx": { name: "MVX (vaccine manufacturers)" },
  "http://hl7.org/fhir/sid/icd-10": { name: "ICD-10" },
  "http://hl7.org/fhir/sid/icd-10-cm": { name: "ICD-10-CM" },
  "http://www.cms.gov/Medicare/Coding/ICD10": { name: "ICD-10-PCS" },
  "http://hl7.org/fhir/sid/icd-9-cm": { name: "ICD-9-CM" },
  "http://id.who.int/icd/release/11/mms": { name: "ICD-11" },
  "http://hl7.org/fhir/sid/ndc": { name: "NDC (drug packages)" },
  "http://www.ama-assn.org/go/cpt": { name: "CPT" },
  "https://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets": { name: "HCPCS" },
  "http://www.whocc.no/atc": { name: "ATC" },
  "http://www.ada.org/cdt": { name: "CDT (dental)" },
  "http://nucc.org/provider-taxonomy": { name: "NUCC provider taxonomy" },
  "http://www.nlm.nih.gov/research/umls/hgnc": { name: "HGNC (genes)" },
  "http://www.genenames.org": { name: "HGNC (genes)" },
  "http://varnomen.hgvs.org": { name: "HGVS (variants)" },
  "http://dicom.nema.org/resources/ontology/DCM": { name: "DICOM" },
  "http://fdasis.nlm.nih.gov": { name: "UNII" },
  "http://radlex.org": { name: "RadLex" },
  "http://www.orpha.net": { name: "Orphanet" },
  "urn:iso:std:iso:3166": { name: "ISO 3166 (countries)" },
  "urn:iso:std:iso:4217": { name: "ISO 4217 (currencies)" },
  "urn:ietf:bcp:47": { name: "BCP 47 (languages)" },
  "urn:ietf:bcp:13": { name: "BCP 13 (media types)" },
  "urn:oid:2.16.840.1.113883.6.238": { name: "CDC race and ethnicity" },
};

/** The published systems known here, for those who write a code. */
export function knownSystems(): readonly { readonly url: string; readonly name: string }[] {
  return Object.entries(SYSTEMS).map(([url, { name }]) => ({ url, name }));
}

/** HL7's own systems are named by the last part of their url. */
const FAMILIES = [
  ["http://terminology.hl7.org/CodeSystem/v3-", "HL7 v3"],
  ["http://terminology.hl7.org/CodeSystem/v2-", "HL7 v2 table"],
  ["http://terminology.hl7.org/CodeSystem/", "HL7"],
  ["http://hl7.org/fhir/us/core/CodeSystem/", "US Core"],
  ["http://hl7.org/fhir/", "FHIR"],
] as const;

/** The system behind a url, undefined when it is not one of the published systems known here. */
export function codeSystemOf(url: string): CodeSystem | undefined {
  const bar = url.indexOf("|");
  const bare = bar < 0 ? url : url.slice(0, bar);
  const known = Object.hasOwn(SYSTEMS, bare) ? SYSTEMS[bare] : undefined;
  if (known) return known;
  const family = FAMILIES.find(([prefix]) => bare.startsWith(prefix));
  return family ? { name: `${family[1]} ${bare.slice(family[0].length)}`.trim() } : undefined;
}
