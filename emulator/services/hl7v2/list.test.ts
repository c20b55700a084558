import { healthcare, type healthcare_v1 } from "@googleapis/healthcare";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openTestEmulator, type TestEmulator } from "#emulator/test-emulator.ts";

const LOCATION = "projects/p/locations/us-central1";
const STORE = `${LOCATION}/datasets/d/hl7V2Stores/feed`;
let emulator: TestEmulator;
let messages: healthcare_v1.Resource$Projects$Locations$Datasets$Hl7v2stores$Messages;

interface Known {
  readonly control: string;
  readonly type: string;
  readonly facility: string;
  /** `YYYYMMDDHHMM` on the clocks of Chicago, or empty. */
  readonly time: string;
  readonly patient: readonly [value: string, type: string];
  readonly labels: Readonly<Record<string, string>>;
}

const TYPES = ["ADT", "ORU", ""];
const FACILITIES = ["WARD", "LAB^1.2^ISO", ""];
const TIMES = ["202603080130", "202603080330", "202603090030", "202611010130", "202512312359", ""];
const PATIENTS: readonly (readonly [string, string])[] = [
  ["7", "MRN"],
  ["7", ""],
  ["8", "MRN"],
];
const LABELS: readonly Record<string, string>[] = [{}, { ward: "icu" }, { ward: "er", night: "" }];

/** Every combination once, in an order that is none of the sort orders. */
const KNOWN: readonly Known[] = TYPES.flatMap((type) =>
  FACILITIES.flatMap((facility) =>
    TIMES.flatMap((time) =>
      PATIENTS.flatMap((patient) => LABELS.map((labels) => ({ type, facility, time, patient, labels }))),
    ),
  ),
)
  .map((known, index) => ({ ...known, control: `C${String((index * 197) % 486).padStart(4, "0")}` }))
  .toSorted((a, b) => (a.control < b.control ? -1 : 1));

const textOf = ({ control, type, facility, time, patient: [value, kind] }: Known): string =>
  `MSH|^~\\&|A|${facility}|||${time}||${type}|${control}|P|2.5\rPID|1||${value}^^^^${kind}\r`;

beforeAll(async () => {
  emulator = await openTestEmulator();
  const { datasets } = healthcare({ version: "v1", rootUrl: `${emulator.origin}/`, retry: false }).projects.locations;
  await datasets.create({ parent: LOCATION, datasetId: "d", requestBody: { timeZone: "America/Chicago" } });
  await datasets.hl7V2Stores.create({ parent: `${LOCATION}/datasets/d`, hl7V2StoreId: "feed" });
  messages = datasets.hl7V2Stores.messages;
  for (const known of KNOWN) {
    const message = { data: Buffer.from(textOf(known)).toString("base64"), labels: known.labels };
    await messages.create({ parent: STORE, requestBody: { message } });
  }
});
afterAll(() => emulator.dispose());

interface ListOptions {
  readonly filter?: string;
  readonly orderBy?: string;
  readonly pageSize?: number;
}

/** Control ids of all pages. */
async function list(options: ListOptions): Promise<string[]> {
  const found: string[] = [];
  let pageToken: string | undefined;
  do {
    const { data } = await messages.list({
      parent: STORE,
      view: "RAW_ONLY",
      pageSize: 1000,
      ...options,
      ...(pageToken ? { pageToken } : {}),
    });
    for (const { data: bytes } of data.hl7V2Messages ?? [])
      found.push(
        Buffer.from(bytes ?? "", "base64")
          .toString()
          .split("|")[9] ?? "",
      );
    pageToken = data.nextPageToken ?? undefined;
  } while (pageToken !== undefined);
  return found;
}

/** Chicago's offset from UTC at each of the times, by the published rules: DST from 8 March 2026 02:00 to 1 November 2026 02:00. */
const OFFSETS: Readonly<Record<string, string>> = {
  "202603080130": "-06:00",
  "202603080330": "-05:00",
  "202603090030": "-05:00",
  "202611010130": "-05:00",
  "202512312359": "-06:00",
};

function sentAt({ time }: Known): number | undefined {
  if (time === "") return undefined;
  const [, year, month, day, hour, minute] = /^(....)(..)(..)(..)(..)$/.exec(time) ?? [];
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:00${OFFSETS[time]}`);
}

interface Term {
  readonly text: string;
  readonly fits: (known: Known) => boolean;
}

const COMPARE: Readonly<Record<string, (a: number, b: number) => boolean>> = {
  "=": (a, b) => a === b,
  "<": (a, b) => a < b,
  "<=": (a, b) => a <= b,
  ">": (a, b) => a > b,
  ">=": (a, b) => a >= b,
};
const operator = fc.constantFrom("=", "<", "<=", ">", ">=");

const term: fc.Arbitrary<Term> = fc.oneof(
  fc
    .constantFrom("ADT", "ORU", "AD", "")
    .map((type) => ({ text: `message_type = "${type}"`, fits: (known: Known) => known.type === type })),
  fc
    .constantFrom("WARD", "LAB^1.2^ISO", "LAB")
    .map((name) => ({ text: `send_facility="${name}"`, fits: (known: Known) => known.facility === name })),
  fc
    .tuple(
      fc.constantFrom("send_date", "sendDate"),
      operator,
      fc.constantFrom("2026-03-08", "2026-03-09", "2026-11-01", "2026-01-01"),
    )
    .map(([field, sign, day]) => ({
      text: `${field} ${sign} "${day}"`,
      fits: (known: Known) =>
        known.time !== "" &&
        (COMPARE[sign]?.(Number(known.time.slice(0, 8)), Number(day.replaceAll("-", ""))) ?? false),
    })),
  fc
    .tuple(operator, fc.constantFrom("2026-03-08T07:30:00Z", "2026-03-08T03:30:00-05:00", "2026-11-01T06:30:00Z"))
    .map(([sign, time]) => ({
      text: `send_time ${sign} "${time}"`,
      fits: (known: Known) => {
        const sent = sentAt(known);
        return sent !== undefined && (COMPARE[sign]?.(sent, Date.parse(time)) ?? false);
      },
    })),
  fc.constantFrom(["7", "MRN"], ["7", ""], ["9", "MRN"]).map(([value, type]) => ({
    text: `PatientId("${value}", "${type}")`,
    fits: ({ patient }: Known) => patient[0] === value && patient[1] === type,
  })),
  fc
    .constantFrom("icu", "er", "")
    .map((ward) => ({ text: `labels."ward"="${ward}"`, fits: ({ labels }: Known) => labels["ward"] === ward })),
  fc
    .constantFrom("ward", "night", "none")
    .map((key) => ({ text: `labels."${key}":*`, fits: ({ labels }: Known) => key in labels })),
  fc
    .constantFrom(
      ['create_time > "2020-01-01T00:00:00Z"', true] as const,
      ['create_time < "2020-01-01T00:00:00Z"', false] as const,
    )
    .map(([text, fits]) => ({ text, fits: () => fits })),
);

const { filter } = fc.letrec<{ filter: Term }>((tie) => ({
  filter: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    term,
    tie("filter").map(({ text, fits }) => ({ text: `NOT (${text})`, fits: (known: Known) => !fits(known) })),
    fc.tuple(tie("filter"), tie("filter")).map(([a, b]) => ({
      text: `(${a.text}) AND (${b.text})`,
      fits: (known: Known) => a.fits(known) && b.fits(known),
    })),
    fc.tuple(tie("filter"), tie("filter")).map(([a, b]) => ({
      text: `(${a.text}) OR (${b.text})`,
      fits: (known: Known) => a.fits(known) || b.fits(known),
    })),
  ),
}));

/** By send time, those without one first, then as they were created. */
function ordered(known: readonly Known[], isDescending: boolean): string[] {
  const time = (row: Known): number => sentAt(row) ?? -Infinity;
  const rising = known.toSorted((a, b) =>
    time(a) === time(b) ? KNOWN.indexOf(a) - KNOWN.indexOf(b) : time(a) - time(b),
  );
  return (isDescending ? rising.toReversed() : rising).map(({ control }) => control);
}

describe("list", () => {
  it("finds what any filter says, in order, page by page", async () => {
    await fc.assert(
      fc.asyncProperty(
        filter,
        fc.boolean(),
        fc.constantFrom(40, 200, 1000),
        async ({ text, fits }, isDescending, pageSize) => {
          const orderBy = isDescending ? "send_time desc" : "send_time";
          const found = await list({ filter: text, orderBy, pageSize });
          expect(found).toEqual(ordered(KNOWN.filter(fits), isDescending));
          expect((await list({ filter: text })).toSorted()).toEqual(found.toSorted());
        },
      ),
      { numRuns: 40 },
    );
  }, 60_000);

  it("gives names alone unless another view is asked for", async () => {
    const { data } = await messages.list({ parent: STORE, pageSize: 2 });
    expect(data.hl7V2Messages).toHaveLength(2);
    expect(data.hl7V2Messages?.map((message) => Object.keys(message))).toEqual([["name"], ["name"]]);
    expect(data.nextPageToken).toBeDefined();
  });

  it.each([
    'colour = "red"',
    'message_type > "ADT"',
    'send_date = "2026-02-30"',
    'send_time > "yesterday"',
    'PatientId("7")',
    'PatientId("7", "MRN") = "x"',
    'labels."ward" > "a"',
    "labels.a.b = c",
    'message_type("ADT")',
    'message_type = "ADT" AND (',
  ])("refuses the filter %s", async (text) => {
    await expect(messages.list({ parent: STORE, filter: text })).rejects.toMatchObject({ status: 400 });
  });

  it("refuses another order, view and a token of another list", async () => {
    const { data } = await messages.list({ parent: STORE, pageSize: 2 });
    const pageToken = data.nextPageToken ?? "";
    for (const wrong of [
      { orderBy: "create_time" },
      { orderBy: "send_time sideways" },
      { view: "EVERYTHING" },
      { pageToken: "x" },
      { pageToken, filter: 'message_type="ADT"' },
      { pageToken, orderBy: "send_time" },
    ])
      await expect(messages.list({ parent: STORE, ...wrong })).rejects.toMatchObject({ status: 400 });
  });

  it("follows the creation for a live tail", async () => {
    const [newest] =
      (
        await messages.list({
          parent: STORE,
          view: "RAW_ONLY",
          filter: 'create_time > "2020-01-01T00:00:00Z"',
          pageSize: 1000,
        })
      ).data.hl7V2Messages?.slice(-1) ?? [];
    const filter = `create_time > "${newest?.createTime ?? ""}"`;
    expect(await list({ filter })).toEqual([]);
    const data = Buffer.from("MSH|^~\\&|||||||TAIL|T1|P|2.5\r").toString("base64");
    const { data: added } = await messages.create({ parent: STORE, requestBody: { message: { data } } });
    expect(await list({ filter })).toEqual(["T1"]);
    await messages.delete({ name: added.name ?? "" });
  });
});
