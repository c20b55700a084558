import { existsSync, globSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkMessage } from "./check-message.ts";
import { cutSegment } from "./cut-segment.ts";
import { decodeBytes } from "./decode-bytes.ts";
import { diffMessages, USUALLY_IGNORED } from "./diff.ts";
import { readIgnoreList } from "./diff-ignore.ts";
import { loadDictionary } from "./dictionary/load-dictionary.ts";
import { versionOf } from "./dictionary/versions.ts";
import { decodeDocument, embeddedDocuments } from "./embedded-document.ts";
import { identifiersIn } from "./identifiers.ts";
import { parseMessage, type Message } from "./message.ts";
import { formatPosition } from "./position.ts";

const SHARED = process.env["SHARED_DATA"] ?? "../shared/data";
const FILES = existsSync(`${SHARED}/hl7v2`) ? globSync("**/*.hl7", { cwd: `${SHARED}/hl7v2` }) : [];
const ADMIT = [
  "MSH|^~\\&|EHR|WARD|LAB|MAIN|20260314083000||ADT^A01^ADT_A01|1|P|2.5.1",
  "EVN||20260314083000",
  "PID|1||7^^^HOSP^MR~123456789^^^SSA^SS||Okafor^Amara^N||19680704|F|||12 Elm St^^Springfield^IL^62704||(217)555-0142",
  "PV1|1|I|ICU^02^A||||1144^Reyes^Maria",
  "ZPI|1|VIP",
  "",
].join("\r");

async function titlesOf(text: string): Promise<string[]> {
  const message = parseMessage(text);
  return checkMessage(message, await loadDictionary(versionOf(message).version)).map(
    ({ severity, title, position }) => `${severity} ${position ? formatPosition(position) : "-"}: ${title}`,
  );
}

describe("the check", () => {
  it("finds nothing in a message as the standard wants it", async () => {
    expect(await titlesOf(ADMIT)).toEqual([]);
  });

  it.each(["L", "99LAB", "HL70162", "ISO3166"])("takes %s as a coding system", async (system) => {
    const line = `OBX|1|NM|718-7^Hemoglobin^${system}||13||||||F\rZPI|1`;
    expect(await titlesOf(ADMIT.replace("ZPI|1", line))).toEqual([]);
  });

  it.each([
    ["|7^^^HOSP^MR~123456789^^^SSA^SS|", "||", "error PID-3: Patient Identifier List is missing"],
    ["|19680704|", "|4 July 1968|", "warning PID-7.1.1: Time is not a valid DTM"],
    ["|F||", "|Q||", "note PID-8.1.1: Administrative Sex is not in table 0001"],
    ["|F||", "|F~M||", "error PID-8[2]: Administrative Sex may come once"],
    ["PV1|1|I|", "PV1|1||", "error PV1-2: Patient Class is missing"],
    ["EVN||20260314083000\r", "", "error MSH: EVN is missing"],
    ["ZPI|1", "OBR|1", "warning OBR: OBR stands where ADT_A01 has none"],
    ["ZPI|1", "BUI|1", "warning BUI: BUI is not in 2.5.1"],
    ["ZPI|1|VIP", "oops", "error ZPI: Not readable here"],
    ["^~\\&", "^~\\^", "error MSH-2: Delimiters are not distinct"],
    ["ADT^A01^ADT_A01", "XYZ^Q99", "note MSH-9: Structure is not known"],
    ["(217)555-0142", "(217)555-0142|||||||||||||||||||||||||||x", "warning PID-40: PID-40 is not in 2.5.1"],
    ["|P|", "|1234|", "warning MSH-11: Processing ID is longer than 3"],
  ])("sees %j become %j", async (from, to, expected) => {
    const titles = await titlesOf(ADMIT.replace(from, to));
    expect(titles.map((title) => title.replace(/^error oop: /, "error ZPI: "))).toContain(expected);
  });
});

describe("identifiers", () => {
  it("are leaves with their class", () => {
    const message = parseMessage(ADMIT);
    const found = message.segments.flatMap((segment) =>
      identifiersIn(message, segment).map(({ leaf, letter }) => [message.text.slice(leaf.start, leaf.end), letter]),
    );
    expect(found).toEqual([
      ["20260314083000", "C"],
      ["7", "H"],
      ["123456789", "G"],
      ["Okafor", "A"],
      ["Amara", "A"],
      ["N", "A"],
      ["19680704", "C"],
      ["12 Elm St", "B"],
      ["Springfield", "B"],
      ["62704", "B"],
      ["(217)555-0142", "D"],
      ["1144", "A"],
      ["Reyes", "A"],
      ["Maria", "A"],
      ["VIP", "R"],
    ]);
  });
});

describe("the comparison", () => {
  const compare = (before: string, after: string, ignore = "") =>
    diffMessages(parseMessage(before), parseMessage(after), readIgnoreList(ignore).positions);
  const told = (before: string, after: string, ignore = "") =>
    compare(before, after, ignore).flatMap((row) => {
      if (row.kind === "added") return [`+${row.after.id}`];
      if (row.kind === "removed") return [`-${row.before.id}`];
      const moved = row.isMoved ? [`~${row.after.id}`] : [];
      return [
        ...moved,
        ...row.values.map(
          ({ position, before, after }) => `${formatPosition(position)} ${before?.text ?? ""}>${after?.text ?? ""}`,
        ),
      ];
    });

  it("sees no difference in trailing delimiters, other delimiters and escapes that mean the same", () => {
    expect(told(ADMIT, ADMIT.replaceAll("\r", "|||\r"))).toEqual([]);
    const other = ADMIT.replaceAll("|", "#").replaceAll("^", "*").replaceAll("\\", "!");
    expect(told(ADMIT, other)).toEqual([]);
    expect(told("MSH|^~\\&|a\\T\\b", "MSH|^~\\$|a&b")).toEqual([]);
  });

  it("tells changes, additions, removals and moves by what segments are about", () => {
    expect(told(ADMIT, ADMIT.replace("Amara", "Ama"))).toEqual(["PID-5.2.1 Amara>Ama"]);
    expect(told(ADMIT, ADMIT.replace("ZPI|1|VIP\r", "AL1|1\r"))).toEqual(["+AL1", "-ZPI"]);
    const results = "MSH|^~\\&|L\rOBX|1|NM|a||1\rOBX|2|NM|b||2\rOBX|3|NM|c||3\r";
    expect(told(results, "MSH|^~\\&|L\rOBX|1|NM|a||1\rOBX|2|NM|c||4\r")).toEqual(
      ["-OBX", "OBX[2]-1.1.1 3>2", "OBX[2]-5.1.1 3>4"].map((line) => line.replaceAll(".1.1", ".1.1")),
    );
    expect(told("MSH|^~\\&\rPID|1\rPV1|1\rEVN|x\r", "MSH|^~\\&\rEVN|x\rPID|1\rPV1|1\r")).toEqual(["~EVN"]);
  });

  it("leaves out what is to be ignored", () => {
    const later = ADMIT.replace("20260314083000||ADT", "20260401||ADT").replace("|1|P|", "|2|P|");
    expect(told(ADMIT, later)).toEqual(["MSH-7.1.1 20260314083000>20260401", "MSH-10.1.1 1>2"]);
    expect(told(ADMIT, later, USUALLY_IGNORED.join(", "))).toEqual([]);
    expect(told(ADMIT, ADMIT.replace("ZPI|1|VIP\r", ""), "ZPI")).toEqual([]);
    expect(readIgnoreList("MSH-7 nope!").unread).toEqual(["nope!"]);
  });
});

describe("embedded documents", () => {
  it("are found, decoded and named by their first bytes", () => {
    const data = Buffer.from("%PDF-1.4 x").toString("base64");
    const message = parseMessage(`MSH|^~\\&|A\rOBX|1|ED|LET^Letter||^Application^PDF^Base64^${data}\rOBX|2|TX|ED||x\r`);
    const [document, ...others] = embeddedDocuments(message);
    expect(others).toEqual([]);
    expect(document).toMatchObject({ title: "Letter", type: "Application", subtype: "PDF" });
    expect(document && decodeDocument(message, document)?.mediaType).toBe("application/pdf");
    const broken = parseMessage("MSH|^~\\&|A\rOBX|1|ED|L||^^^Base64^%%%\r");
    const [other] = embeddedDocuments(broken);
    expect(other && decodeDocument(broken, other)).toBeUndefined();
  });
});

describe("bytes", () => {
  it.each([
    ["UTF-8", Buffer.from("MSH|^~\\&|Müller"), "UTF-8", "MSH|^~\\&|Müller"],
    ["8859/5 by MSH-18", Buffer.from("MSH|^~\\&|\xb8|||||||||||||||8859/5", "latin1"), "iso-8859-5", "И"],
    ["Latin 1 by default", Buffer.from("MSH|^~\\&|M\xfcller", "latin1"), "iso-8859-1", "Müller"],
  ])("are read as %s", (_, bytes, encoding, part) => {
    const read = decodeBytes(bytes);
    expect(read.encoding).toBe(encoding);
    expect(read.text).toContain(part);
  });
});

/** The message put together again from its cuts: nothing but values and the delimiters between them. */
function rebuilt(message: Message): string {
  let at = 0;
  let text = "";
  for (const segment of message.segments) {
    text += message.text.slice(at, segment.start) + segment.id;
    let from = segment.start + segment.id.length;
    for (const cut of cutSegment(message, segment)) {
      const offset = Math.floor(cut / 4);
      text += message.text.slice(from, offset) + (offset < segment.end ? message.text.charAt(offset) : "");
      from = Math.min(offset + 1, segment.end);
    }
    text += segment.terminator;
    at = segment.end + segment.terminator.length;
  }
  return text + message.text.slice(at);
}

describe("real messages", () => {
  it.skipIf(FILES.length === 0)("come back byte for byte, and every rule reads them in time", async () => {
    for (const file of FILES) {
      const bytes = readFileSync(`${SHARED}/hl7v2/${file}`);
      const { text, encoding } = decodeBytes(bytes);
      const message = parseMessage(text);
      expect([file, rebuilt(message) === text]).toEqual([file, true]);
      if (encoding === "UTF-8") expect([file, Buffer.from(text).equals(bytes)]).toEqual([file, true]);
      const findings = checkMessage(message, await loadDictionary(versionOf(message).version));
      for (const { start, end } of findings) expect(start <= end && end <= text.length).toBe(true);
      for (const segment of message.segments) identifiersIn(message, segment);
      embeddedDocuments(message);
      const rows = diffMessages(message, message, []);
      expect(rows.filter((row) => row.kind !== "same" || row.isMoved)).toEqual([]);
    }
  });
});

describe("any text", () => {
  const pieces = fc.constantFrom(
    ...'|^~\\&\r\n"#'.split(""),
    ..."MSH PID OBX NTE OBR ZPI |ED| X0D .br 2.5.1 ADT^A01 é 𝒳 \u0000 \ufeff".split(" "),
  );
  it("is read by every rule without a crash and in time (T19)", async () => {
    const dictionary = await loadDictionary("2.5.1");
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 200 }), fc.boolean(), (parts, hasHeader) => {
        const message = parseMessage((hasHeader ? "MSH|^~\\&|" : "") + parts.join(""));
        expect(rebuilt(message)).toBe(message.text);
        checkMessage(message, dictionary);
        for (const segment of message.segments) identifiersIn(message, segment);
        for (const document of embeddedDocuments(message)) decodeDocument(message, document);
        diffMessages(message, parseMessage(parts.toReversed().join("")), []);
      }),
      { numRuns: 300, interruptAfterTimeLimit: 10_000 },
    );
  });

  it.each([
    ["one endless line", "MSH|^~\\&|".padEnd(200_000, "^")],
    ["empty segments", `MSH|^~\\&|A\r${"OBX\r".repeat(20_000)}`],
    ["escapes", `MSH|^~\\&|A\rNTE|1||${"\\".repeat(200_000)}`],
    ["repetitions", `MSH|^~\\&|||||||ADT^A01|1|P|2.5.1\rPID|1||${"1~".repeat(50_000)}`],
  ])(
    "%s takes no time that grows faster than it",
    async (_, text) => {
      const message = parseMessage(text);
      checkMessage(message, await loadDictionary("2.5.1"));
      diffMessages(message, parseMessage(`${text}x`), []);
      for (const segment of message.segments) identifiersIn(message, segment);
    },
    20_000,
  );
});
