import { daysIn } from "./calendar.ts";
import { readings } from "./disguises.ts";
import { PatientDays } from "./patient-days.ts";
import { patientOf } from "./patient-of.ts";
import { OWN_DATES, type SourceKnowledge } from "./read-source.ts";
import { searchText, type TextHit } from "./search-text.ts";
import { walkTexts } from "./walk-texts.ts";

type Json = Readonly<Record<string, unknown>>;

/** A place in the output where something of the source still stands; never the value. */
export interface ScanFinding {
  readonly kind: string;
  readonly certainty: "certain" | "possible";
  readonly resource: string;
  readonly path: string;
  /** The same for places of the same value: the numbers of values as they were met. 0 for what is no single value. */
  readonly value: number;
}

export interface ScanResult {
  readonly found: Readonly<Record<string, number>>;
  readonly findings: readonly ScanFinding[];
  readonly certain: number;
  readonly possible: number;
  /** Attachments that are no text: nobody has looked into them. */
  readonly unreadable: number;
}

/** A line of text that was read in a picture. */
export interface ScannedLine {
  readonly text: string;
  /** What of it was read surely. */
  readonly sure: string;
}

/** Findings that are kept one by one; all are counted. */
const MOST_FINDINGS = 500;
/** Members that hold words of standards: a word in them is no name. */
const CODED = new Set(
  "system code url unit resourceType use status state country version profile id reference vr type".split(" "),
);

/** Looks for what is known of the source in everything that came out. */
export class OutputScan {
  readonly #source: SourceKnowledge;
  readonly #days = new PatientDays();
  readonly #findings: ScanFinding[] = [];
  readonly #found = new Map<string, number>();
  readonly #values = new Map<string, number>();
  #certain = 0;
  #possible = 0;
  #unreadable = 0;
  /** Where the patients of the output are, to point at those whose dates have not moved. */
  readonly #places = new Map<string, string>();

  constructor(source: SourceKnowledge) {
    this.#source = source;
  }

  /** @param place the resource's own name in the output */
  addFhir(resource: Json, place: string): void {
    const patient = patientOf(resource);
    if (resource["resourceType"] === "Patient" || !this.#places.has(patient)) this.#places.set(patient, place);
    this.#look(resource, place, patient);
  }

  addDicom(attributes: Json, place: string): void {
    const values = (attributes["00100020"] as { readonly Value?: readonly unknown[] } | undefined)?.Value;
    const id = values?.[0];
    const patient = typeof id === "string" && id !== "" ? id : place;
    if (!this.#places.has(patient)) this.#places.set(patient, place);
    this.#look(attributes, place, patient);
  }

  /**
   * Text that was read in a picture. Reading loses letters, so also words that are nobody's name are worth a look: a picture that was cleaned
   * has none.
   * @param path `frame 1`
   */
  addPicture(lines: readonly ScannedLine[], resource: string, path: string): void {
    const kinds = new Map<string, Pick<TextHit, "certainty" | "value">>();
    const texts = lines.map(({ text }) => text);
    for (const line of [...texts, texts.join(" ")])
      for (const { kind, ...hit } of searchText(this.#source.needles, line, true))
        if (kinds.get(kind)?.certainty !== "certain") kinds.set(kind, hit);
    for (const [kind, { certainty, value }] of kinds)
      this.#note({ kind: `${kind} in a picture`, certainty, resource, path, value: this.#numberOf(kind, value) });
    if (kinds.size === 0 && lines.some(({ sure }) => isLegible(sure)))
      this.#note({ kind: "text in a picture", certainty: "possible", resource, path, value: 0 });
  }

  result(): ScanResult {
    for (const patient of this.#source.days.unmoved(this.#days))
      this.#note({
        kind: "dates",
        certainty: "certain",
        resource: this.#places.get(patient) ?? "",
        path: "",
        value: 0,
      });
    return {
      found: Object.fromEntries(this.#found),
      findings: this.#findings,
      certain: this.#certain,
      possible: this.#possible,
      unreadable: this.#unreadable,
    };
  }

  #look(document: Json, resource: string, patient: string): void {
    for (const { path, key, text } of walkTexts(document, "")) {
      if (key === "data" && isBinary(text)) this.#unreadable += 1;
      const takesNames = !CODED.has(key) && !isHouseName(document, path);
      for (const { kind, certainty, value } of searchText(this.#source.needles, text, takesNames))
        this.#note({ kind, certainty, resource, path, value: this.#numberOf(kind, value) });
      if (!OWN_DATES.has(key) && patient !== "") this.#days.add(patient, daysIn(text));
    }
  }

  /** As many as there are findings that are kept. */
  #numberOf(kind: string, value: string): number {
    if (this.#findings.length >= MOST_FINDINGS) return 0;
    const key = `${kind} ${value}`;
    const number = this.#values.get(key) ?? this.#values.size + 1;
    this.#values.set(key, number);
    return number;
  }

  #note(finding: ScanFinding): void {
    this.#found.set(finding.kind, (this.#found.get(finding.kind) ?? 0) + 1);
    if (finding.certainty === "certain") this.#certain += 1;
    else this.#possible += 1;
    if (this.#findings.length < MOST_FINDINGS) this.#findings.push(finding);
  }
}

const HOUSES = new Set(["Organization", "Location", "HealthcareService"]);
/** As codes of `Location.physicalType` and `type` say it. */
const HOME_CODES = new Set(["ho", "PTRES"]);

/** What a hospital or ward is called: one word of it, which is also a patient's name, says nothing. A home is called as who lives there. */
function isHouseName(document: Json, path: string): boolean {
  if (!HOUSES.has(String(document["resourceType"])) || !/^(?:name|alias\[\d+\])$/.test(path)) return false;
  const places = JSON.stringify([document["physicalType"], document["type"]]);
  const codes = [...places.matchAll(/"code":"([^"]*)"/g)].map(([, code = ""]) => code);
  return (
    !codes.some((code) => HOME_CODES.has(code)) &&
    !/\b(?:home|house|residence|household|flat)\b/i.test(String(document["name"]))
  );
}

/** A word of some length, or a long number: what noise is read as is shorter. */
function isLegible(line: string): boolean {
  return /\p{L}{5,}|\d{5,}/u.test(line);
}

/** Base64 that says nothing as a text. Short values are codes. */
function isBinary(text: string): boolean {
  return text.length >= 64 && /^[A-Za-z0-9+/\s]+=*$/.test(text) && readings(text).length === 1;
}
