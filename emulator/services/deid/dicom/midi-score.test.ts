/**
 * The score of the Medical Image De-Identification benchmark on synthetic files with an answer key: for each action of the key, was it done? A
 * file that is missing passes what should be removed and fails what should be kept, so that nobody wins by deleting. Beyond the benchmark, dates
 * have to keep their intervals, and a UID that is absent is not a changed one.
 */
import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { readDeidentifyConfig } from "#lib/deid/check-config.ts";
import { planOf, type DeidPlan } from "#lib/deid/plan.ts";
import type { DicomJson } from "#lib/dicom/dicom-json.ts";
import { toDicomJson } from "#lib/dicom/to-dicom-json.ts";
import { NODE_CRYPTO } from "#emulator/services/deid/node-crypto.ts";
import { tagOf } from "#emulator/services/deid/tag-word.ts";
import { withDicomFile } from "#emulator/services/dicomweb/imaging/open-dicom-file.ts";
import { decodeStored } from "#emulator/services/dicomweb/pixels/stored-frame.ts";
import { testFile, type TestElement } from "#emulator/services/dicomweb/test-file.ts";
import type { Box } from "./redacted-pixels.ts";
import { rewriteFile } from "./rewrite-file.ts";

type Action =
  | "tag_retained"
  | "text_notnull"
  | "text_retained"
  | "text_removed"
  | "date_shifted"
  | "uid_changed"
  | "uid_consistent"
  | "patid_consistent"
  | "pixels_hidden"
  | "pixels_retained";

interface Case {
  readonly path: string;
  readonly patient: number;
  readonly texts: Readonly<Record<string, { readonly removed: readonly string[]; readonly kept: readonly string[] }>>;
  readonly dates: Readonly<Record<string, string>>;
  readonly uids: Readonly<Record<string, string>>;
  readonly space: string;
  readonly box: Box | undefined;
}

const FAMILIES =
  "Halvorsen Okonkwo Brandvold Kaufman Ferreira Nakagawa Delacroix Petrov Abernathy Quiroga Lindqvist Moreau".split(
    " ",
  );
const GIVEN = "Berit Chidi Ingrid Scott Paula Kenji Helene Dmitri Joan Luisa Astrid Claude".split(" ");
const STUDIES = 3;
const [ROWS, COLUMNS] = [24, 32];
/** Frame of Reference UID: the inspection of contents leaves it, as no VR that it inspects; the basic profile does not. */
const SPACE = "00200052";

const folder = mkdtempSync(join(tmpdir(), "midi-"));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** A file with its answer key. */
function makeCase(patient: number, study: number, number: number): Case {
  const [family = "", given = ""] = [FAMILIES[patient], GIVEN[patient]];
  const doctor = FAMILIES[(patient + 5) % FAMILIES.length] ?? "";
  const record = `MR${481516 + patient * 7919}`;
  const phone = `319-555-01${String(10 + patient)}`;
  const day = (offset: number): string =>
    new Date(Date.UTC(2019, 0, 10 + patient * 31 + offset)).toISOString().slice(0, 10).replaceAll("-", "");
  const dates = {
    "00080020": day(study * 90),
    "00080021": day(study * 90 + 1),
    "00100030": day(-14_000 - patient * 400),
  };
  const uids = {
    "0020000D": `1.2.826.0.1.${patient}.${study}`,
    "0020000E": `1.2.826.0.1.${patient}.${study}.1`,
    "00080018": `1.2.826.0.1.${patient}.${study}.1.${number}`,
  };
  const space = `1.2.826.0.1.${patient}.${study}.9`;
  const box = number === 2 ? { x: 4, y: 3, width: 12, height: 5 } : undefined;
  const texts: Case["texts"] = {
    "00100010": { removed: [family, given], kept: [] },
    "00100020": { removed: [record], kept: [] },
    "00080090": { removed: [doctor], kept: [] },
    "00080050": { removed: [`ACC${record}`], kept: [] },
    "00101040": { removed: ["Quarry", "4217"], kept: [] },
    "00081030": { removed: [], kept: ["CT", "CHEST", "CONTRAST"] },
    "0008103E": { removed: [family, record], kept: ["AXIAL", "2.5MM"] },
    "00104000": { removed: [given, family, phone, record], kept: ["called", "about", "Metformin", "500"] },
    "001021B0": { removed: [], kept: ["Parkinson", "disease", "Foley", "catheter"] },
    "00204000": { removed: [doctor, "jo@clinic.example"], kept: ["reviewed", "nodule", "8.2"] },
  };
  const values: readonly TestElement[] = [
    ["00080005", "CS", "ISO_IR 192"],
    ["00080020", "DA", dates["00080020"]],
    ["00080021", "DA", dates["00080021"]],
    ["00080050", "SH", `ACC${record}`],
    ["00080090", "PN", `${doctor}^Rita`],
    ["00081030", "LO", "CT CHEST W CONTRAST"],
    ["0008103E", "LO", `AXIAL 2.5MM ${family} ${record}`],
    ["00100010", "PN", `${family}^${given}`],
    ["00100020", "LO", record],
    ["00100030", "DA", dates["00100030"]],
    ["00101040", "LO", "4217 North Quarry Street"],
    ["00104000", "LT", `${given} ${family} called from ${phone} about Metformin 500 mg, MRN ${record}.`],
    ["001021B0", "LT", "Parkinson disease; Foley catheter in place."],
    ["00180050", "DS", "2.5"],
    [SPACE, "UI", space],
    ["00204000", "LT", `Dr. ${doctor} reviewed a nodule of 8.2 mm, mail jo@clinic.example.`],
    ["00280010", "US", ROWS],
    ["00280011", "US", COLUMNS],
    ["7FE00010", "OW", Buffer.alloc(ROWS * COLUMNS * 2, 1 + patient)],
  ];
  const path = join(folder, `${patient}-${study}-${number}.dcm`);
  const [studyUid, series, instance] = [uids["0020000D"], uids["0020000E"], uids["00080018"]];
  writeFileSync(path, testFile({ study: studyUid, series, instance, number, elements: values }));
  return { path, patient, texts, dates, uids, space, box };
}

interface Opened {
  readonly json: DicomJson;
  readonly pixels: Uint8Array;
}

async function opened(path: string): Promise<Opened> {
  return withDicomFile(path, join(folder, "scratch"), async (file) => ({
    json: toDicomJson(file.body, file.dataSet, { bulkDataUri: () => undefined }),
    pixels: Uint8Array.from((await decodeStored(file, 1)).bytes),
  }));
}

const textAt = (json: DicomJson | undefined, tag: string): string => JSON.stringify(json?.[tag]?.Value ?? []);
const firstAt = (json: DicomJson | undefined, tag: string): string => String(json?.[tag]?.Value?.[0] ?? "");
const dayNumber = (date: string): number =>
  Date.parse(`${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6, 8)}`) / 86_400_000;

/** What has to stay, and must not be empty. */
const KEPT = ["00080016", "00080060", "00180050", "00200013", "00280010", "00280011", "00280100"];
const NOT_NULL = ["00080020", "00100020", "00080018", "0020000D", "0020000E"];

class Score {
  readonly #tally = new Map<Action, { done: number; all: number }>();
  readonly failed: string[] = [];
  readonly #maps = new Map<string, string>();

  put(action: Action, isDone: boolean, what: string): void {
    const count = this.#tally.get(action) ?? { done: 0, all: 0 };
    this.#tally.set(action, { done: count.done + Number(isDone), all: count.all + 1 });
    if (!isDone) this.failed.push(`${action} ${what}`);
  }

  /** Consistent: the same old value always has the same new one, and no two have one. */
  maps(kind: string, from: string, to: string): boolean {
    const known = this.#maps.get(`${kind} ${from}`) ?? to;
    const owner = this.#maps.get(`${kind} back ${to}`) ?? from;
    this.#maps.set(`${kind} ${from}`, known).set(`${kind} back ${to}`, owner);
    return known === to && owner === from && to !== "";
  }

  of(action: Action): number {
    const { done = 0, all = 0 } = this.#tally.get(action) ?? {};
    return all === 0 ? 0 : done / all;
  }

  get overall(): number {
    const counts = [...this.#tally.values()];
    return counts.reduce((sum, { done }) => sum + done, 0) / counts.reduce((sum, { all }) => sum + all, 0);
  }

  get lines(): string {
    return [...this.#tally].map(([action, { done, all }]) => `${action}: ${done} of ${all}`).join("\n");
  }
}

function judge(score: Score, each: Case, before: Opened, after: Opened | undefined, shifts: Map<number, number>): void {
  const json = after?.json;
  const at = (tag: string): string => `${tag} of ${each.path.slice(folder.length)}: ${textAt(json, tag)}`;
  for (const tag of KEPT) score.put("tag_retained", textAt(json, tag) === textAt(before.json, tag), at(tag));
  for (const tag of NOT_NULL) score.put("text_notnull", firstAt(json, tag) !== "", at(tag));
  for (const [tag, { removed, kept }] of Object.entries(each.texts)) {
    for (const text of removed)
      score.put("text_removed", !textAt(json, tag).toLowerCase().includes(text.toLowerCase()), at(tag));
    for (const text of kept) score.put("text_retained", textAt(json, tag).includes(text), at(tag));
  }
  for (const [tag, date] of Object.entries(each.dates)) {
    const days = dayNumber(firstAt(json, tag)) - dayNumber(date);
    const own = shifts.get(each.patient) ?? days;
    shifts.set(each.patient, own);
    score.put("date_shifted", Number.isInteger(days) && days !== 0 && days === own, at(tag));
  }
  for (const [tag, uid] of Object.entries(each.uids)) {
    const next = firstAt(json, tag);
    score.put("uid_changed", next !== "" && next !== uid, at(tag));
    score.put("uid_consistent", score.maps("uid", uid, next), at(tag));
  }
  const record = firstAt(before.json, "00100020");
  score.put("patid_consistent", score.maps("patient", record, firstAt(json, "00100020")), at("00100020"));
  judgePixels(score, each, before, after);
}

/** The basic profile removes what the other inspects, and has a word on every UID. */
function judgeBasic(score: Score, each: Case, { json }: Opened): void {
  // New UIDs are digits of a hash and may hold any number.
  const all = JSON.stringify(json)
    .replaceAll(/2\.25\.\d+/g, "")
    .toLowerCase();
  for (const { removed } of Object.values(each.texts))
    for (const text of removed)
      score.put("text_removed", !all.includes(text.toLowerCase()), `${text} by the basic profile`);
  for (const [tag, uid] of Object.entries({ ...each.uids, [SPACE]: each.space })) {
    const next = firstAt(json, tag);
    score.put("uid_changed", next !== "" && next !== uid, `${tag} by the basic profile`);
    score.put("uid_consistent", score.maps("basic uid", uid, next), `${tag} by the basic profile`);
  }
}

function judgePixels(score: Score, { box, path }: Case, before: Opened, after: Opened | undefined): void {
  const digest = (pixels: Uint8Array | undefined): string =>
    createHash("sha256")
      .update(pixels ?? "")
      .digest("hex");
  if (!box) {
    score.put("pixels_retained", digest(after?.pixels) === digest(before.pixels), path);
    return;
  }
  let [isHidden, isKept] = [true, after !== undefined];
  for (const [at, value] of (after?.pixels ?? []).entries()) {
    const [x, y] = [(at >> 1) % COLUMNS, Math.floor((at >> 1) / COLUMNS)];
    const isInside = x >= box.x && x < box.x + box.width && y >= box.y && y < box.y + box.height;
    if (isInside && value !== 0) isHidden = false;
    if (!isInside && value !== before.pixels[at]) isKept = false;
  }
  score.put("pixels_hidden", isHidden, path);
  score.put("pixels_retained", isKept, path);
}

it("is at least 99.95 of 100, and whole for removals, UIDs and dates", async () => {
  const key = Buffer.alloc(32, 9).toString("base64");
  const config = {
    dicom: { filterProfile: "DEIDENTIFY_TAG_CONTENTS" },
    text: {
      additionalTransformations: [
        { infoTypes: ["DATE"], dateShiftConfig: { cryptoKey: key } },
        { infoTypes: ["MEDICAL_RECORD_NUMBER"], cryptoHashConfig: { cryptoKey: key } },
      ],
    },
  };
  const read = readDeidentifyConfig(config, (word) => tagOf(word) !== undefined);
  if (!("config" in read)) throw new Error("The configuration is not valid");
  const plan = planOf(read.config, NODE_CRYPTO, () => Buffer.alloc(32, 1));
  const basic = planOf(
    { ...read.config, dicom: { filterProfile: "ATTRIBUTE_CONFIDENTIALITY_BASIC_PROFILE", skipIdRedaction: false } },
    NODE_CRYPTO,
    () => Buffer.alloc(32, 1),
  );
  const [score, shifts] = [new Score(), new Map<number, number>()];
  for (const patient of FAMILIES.keys())
    for (let study = 0; study < STUDIES; study += 1)
      for (const number of [1, 2]) {
        const each = makeCase(patient, study, number);
        const target = `${each.path}.out`;
        const boxes = each.box && [[each.box]];
        const rewrite = (by: DeidPlan, to: string, painted?: typeof boxes) =>
          withDicomFile(each.path, join(folder, "scratch"), (file) =>
            rewriteFile(file, { plan: by, target: to, boxes: painted }),
          );
        await rewrite(plan, target, boxes);
        await rewrite(basic, `${target}.basic`);
        judgeBasic(score, each, await opened(`${target}.basic`));
        judge(score, each, await opened(each.path), existsSync(target) ? await opened(target) : undefined, shifts);
      }
  process.stdout.write(`${score.lines}\noverall: ${(score.overall * 100).toFixed(3)} of 100\n`);
  expect(score.failed.slice(0, 10)).toEqual([]);
  expect(score.overall).toBeGreaterThanOrEqual(0.9995);
  for (const action of ["text_removed", "uid_changed", "uid_consistent", "patid_consistent", "date_shifted"] as const)
    expect(score.of(action)).toBe(1);
});
