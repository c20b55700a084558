/** What a person looks for among the studies of a store; empty texts ask for nothing. */
export interface StudyFilter {
  /** Words of the name in any order, each the beginning of one: the API's `fuzzymatching`. */
  readonly patientName: string;
  /** Compared whole, as are the accession number and the study's UID. */
  readonly patientId: string;
  readonly accession: string;
  readonly studyUid: string;
  /** `YYYY-MM-DD`, inclusive. */
  readonly from: string;
  readonly until: string;
}

export const NO_STUDY_FILTER: StudyFilter = {
  patientName: "",
  patientId: "",
  accession: "",
  studyUid: "",
  from: "",
  until: "",
};

const FIELDS = Object.keys(NO_STUDY_FILTER) as readonly (keyof StudyFilter)[];

/** The filter as one text, for a search that is kept on the server; empty for no filter. */
export function writeStudyFilter(filter: StudyFilter): string {
  const form = new URLSearchParams();
  for (const field of FIELDS) if (filter[field].trim() !== "") form.set(field, filter[field].trim());
  return form.toString();
}

/** Reads what `writeStudyFilter` wrote; what it does not know is left out. */
export function readStudyFilter(text: string): StudyFilter {
  const form = new URLSearchParams(text);
  const read = Object.fromEntries(FIELDS.map((field) => [field, form.get(field) ?? ""]));
  return { ...NO_STUDY_FILTER, ...read };
}

/** The same as QIDO-RS keys (contract section 10.5): exact matches, a date range, words of the name by `fuzzymatching`. */
export function qidoKeys(filter: StudyFilter): Readonly<Record<string, string>> {
  const range = dateRange(filter.from, filter.until);
  const keys: Record<string, string> = {
    PatientID: filter.patientId.trim(),
    AccessionNumber: filter.accession.trim(),
    StudyInstanceUID: filter.studyUid.trim(),
    StudyDate: range,
    PatientName: filter.patientName.trim(),
    fuzzymatching: filter.patientName.trim() === "" ? "" : "true",
  };
  return Object.fromEntries(Object.entries(keys).filter(([, value]) => value !== ""));
}

/** DA range matching (PS3.4 C.2.2.2.5): `20260301-20260331`, open at an empty end; one day when both ends are the same. */
function dateRange(from: string, until: string): string {
  const [first, last] = [from, until].map((date) => date.replaceAll("-", ""));
  if (!first && !last) return "";
  return first === last ? (first ?? "") : `${first}-${last}`;
}
