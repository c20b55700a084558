import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ackText, nackText } from "./ack.ts";
import { checkDraft, declareUtf8 } from "./check-draft.ts";
import { checkMessage } from "./check-message.ts";
import { decodeBytes } from "./decode-bytes.ts";
import { loadDictionary } from "./dictionary/load-dictionary.ts";
import { feedBuckets, sentBetween } from "./feed-buckets.ts";
import { createFeedSplitter } from "./feed-splitter.ts";
import { draftBytes, inspectDraft } from "./inspect-draft.ts";
import { joinMessages } from "./join-messages.ts";
import { parseMessage } from "./message.ts";
import { summariseMessage } from "./message-summary.ts";
import { errorSpan, readAck } from "./read-ack.ts";
import { refusedSpan } from "./refused-span.ts";
import { restamp } from "./restamp.ts";
import { hl7Time, MESSAGE_TEMPLATES } from "./templates.ts";

const STAMP = { controlId: "C1", time: "20260131080000+0100" };
const notesOf = (text: string, encoding?: string): string =>
  inspectDraft(text, encoding)
    .notes.map((note) => note.text)
    .join(" | ");

describe("what came in", () => {
  it.each([
    ["MSH|^~\\&|A\rPID|1\r", "MSH|^~\\&|A\nPID|1\n", "\r"],
    ["MSH|^~\\&|A\r\nPID|1", "MSH|^~\\&|A\nPID|1", "\r\n"],
    ["MSH|^~\\&|A\nPID|1\n\n", "MSH|^~\\&|A\nPID|1\n", "\n"],
    ["\u000bMSH|^~\\&|A\rPID|1\r\u001c\r", "MSH|^~\\&|A\nPID|1\n", "\r"],
    ["\uFEFFMSH|^~\\&|A", "MSH|^~\\&|A", undefined],
  ])("%j", (raw, text, terminator) => {
    expect(inspectDraft(raw, undefined)).toMatchObject({ text, terminator });
  });

  it("says what it took off, and what a store would stumble over", () => {
    expect(notesOf("\u000bMSH|^~\\&\r\u001c\r")).toContain("MLLP framing: start block (VT) and end block (FS)");
    expect(notesOf("\uFEFFMSH|^~\\&")).toContain("byte order mark");
    expect(notesOf("MSH|^~\\&|1\rMSH|^~\\&|2\r")).toContain("2 messages");
    expect(notesOf("BHS|^~\\&\rMSH|^~\\&|2\r")).toContain("batch envelope");
    const header = `MSH|^~\\&|||||||ADT^A01|1|P|2.5||||||8859/1\rPID|1||||Müller\r`;
    expect(notesOf(header, "UTF-8")).toContain("MSH-18 says 8859/1");
    expect(notesOf(header, "iso-8859-1")).toContain("no UTF-8");
    expect(notesOf("MSH|^~\\&|A\r", "UTF-8")).toBe("");
  });

  it("sends the same segments with the chosen terminator", () => {
    const segments = fc.array(fc.stringMatching(/^[A-Z]{2}[A-Z0-9]\|[a-z^~&|]{0,12}$/), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(
        segments,
        fc.constantFrom("\r", "\n", "\r\n"),
        fc.constantFrom("\r", "\n", "\r\n"),
        (lines, from, to) => {
          const { text } = inspectDraft(lines.map((line) => line + from).join(""), undefined);
          expect(new TextDecoder().decode(draftBytes(text, to))).toBe(lines.map((line) => line + to).join(""));
        },
      ),
    );
  });
});

describe("templates", () => {
  it.each(MESSAGE_TEMPLATES.map((template) => [template.name, template] as const))(
    "%s has nothing to complain about",
    async (_, { lines }) => {
      const text = lines(STAMP).join("\n");
      expect(checkDraft(text)).toEqual([]);
      expect(checkMessage(parseMessage(text), await loadDictionary("2.5.1"))).toEqual([]);
      expect(summariseMessage(text)).toMatchObject({ controlId: "C1", version: "2.5.1" });
      expect(summariseMessage(restamp(text, { ...STAMP, controlId: "C2" })).controlId).toBe("C2");
    },
  );

  it("write a moment with its zone", () => {
    const time = Date.UTC(2026, 0, 31, 7, 5, 9);
    expect([hl7Time(time, 60), hl7Time(time, -330), hl7Time(time, 0)]).toEqual([
      "20260131080509+0100",
      "20260131013509-0530",
      "20260131070509+0000",
    ]);
  });
});

describe("the check of a draft", () => {
  it.each([
    ["PID|1", ["PID|"]],
    ["MSH|^~\\&|||||||ADT^A01||P|2.5", [""]],
    ["MSH|^~\\&|||||||ADT^A01|1|P|2.5\nPIDX|1", ["PIDX"]],
    ["MSH|^~\\&|||||||ADT^A01|1|P|2.5||||||8859/1", ["8859/1"]],
  ])("%j", (text, places) => {
    expect(checkDraft(text).map(({ start, end }) => text.slice(start, end))).toEqual(places);
  });

  it("can be told that it is UTF-8", () => {
    const text = "MSH|^~\\&|||||||ADT^A01|1|P|2.5||||||8859/1~x|en\nPID|1";
    expect(declareUtf8(text)).toBe("MSH|^~\\&|||||||ADT^A01|1|P|2.5||||||UNICODE UTF-8|en\nPID|1");
    expect(checkDraft(declareUtf8("MSH|^~\\&|||||||ADT^A01|1|P|2.5"))).toEqual([]);
  });
});

describe("an acknowledgement", () => {
  const sent = parseMessage("MSH|^~\\&|A|B|C|D|||ADT^A01|77|P|2.5\nPID|1||12^^^H^MR~13^^^H^SS\n");

  it("of a store is read back", () => {
    const stamp = { controlId: "x", time: 0 };
    expect(readAck(ackText(sent, stamp))).toMatchObject({ code: "AA", isAccepted: true, controlId: "77", errors: [] });
    expect(readAck(nackText(sent, stamp, "a | pipe"))).toMatchObject({
      code: "AE",
      isAccepted: false,
      text: "a | pipe",
    });
    expect(readAck("MSH|^~\\&|A\rPID|1")).toBeUndefined();
  });

  it.each([
    ["ERR|PID^1^3^101&Required field missing&HL70357", "12^^^H^MR", "101 Required"],
    ["ERR||PID^1^3^2^5|101^Required field missing^HL70357|E||||Type is wrong", "SS", "101 Required field missing"],
    ["ERR||PID^1|207^Application internal error|E", "PID|1||12^^^H^MR~13^^^H^SS", "207 Application internal error"],
    ["ERR|||207^Application internal error|E", undefined, "207 Application internal error"],
  ])("points to its place: %s", (segment, place, words) => {
    const ack = readAck(`MSH|^~\\&|C\rMSA|AE|77\r${segment}`);
    const [error] = ack?.errors ?? [];
    const span = error && errorSpan(sent, error);
    expect(span && sent.text.slice(span.start, span.end)).toBe(place);
    expect(error?.text).toContain(words);
  });

  it.each([
    ["invalid segment at index 1: expected …", "PID|1||12^^^H^MR~13^^^H^SS"],
    ["invalid message header: …", "MSH|^~\\&|A|B|C|D|||ADT^A01|77|P|2.5"],
    ["PID-3[2].5 is wrong", "SS"],
    ["no idea", undefined],
  ])("refusal %s", (words, place) => {
    const span = refusedSpan(sent, words);
    expect(span && sent.text.slice(span.start, span.end)).toBe(place);
  });
});

describe("the feed over time", () => {
  it("counts each message in one bucket, days from midnight of the zone", () => {
    const hour = 3_600_000;
    const at = (days: number, hours: number) =>
      new Date(Date.UTC(2026, 2, 1) + days * 24 * hour + hours * hour).toISOString();
    const messages = [at(0, 5), at(0, 7), at(1, 5), at(40, 0), ""].map((sendTime, index) => ({
      sendTime,
      messageType: index === 1 ? "ORU" : "ADT",
    }));
    const { buckets, step, types, untimed } = feedBuckets(messages, -6 * hour);
    expect({ step, types, untimed }).toEqual({ step: 24 * hour, types: ["ADT", "ORU"], untimed: 1 });
    expect(new Date(buckets[0]?.from ?? 0).toISOString()).toBe("2026-02-28T06:00:00.000Z");
    expect(buckets.slice(0, 2).map(({ counts }) => counts)).toEqual([{ ADT: 1 }, { ORU: 1, ADT: 1 }]);
    expect(sentBetween(0, 1000)).toBe('send_time >= "1970-01-01T00:00:00Z" AND send_time < "1970-01-01T00:00:01Z"');
  });

  it("keeps every message whatever the range", () => {
    const times = fc.array(fc.date({ min: new Date("1900-01-01"), max: new Date("2200-01-01"), noInvalidDate: true }), {
      minLength: 1,
    });
    fc.assert(
      fc.property(times, fc.integer({ min: -14, max: 14 }), (dates, hours) => {
        const messages = dates.map((date) => ({ sendTime: date.toISOString(), messageType: "ADT" }));
        const { buckets } = feedBuckets(messages, hours * 3_600_000);
        expect(buckets.length).toBeLessThanOrEqual(72);
        expect(buckets.reduce((sum, { counts }) => sum + (counts["ADT"] ?? 0), 0)).toBe(dates.length);
      }),
    );
  });
});

const SAMPLES = join(process.env["SHARED_DATA"] ?? "../shared/data", "hl7v2");

describe.runIf(existsSync(SAMPLES))("real files", () => {
  it("are cut into messages, joined again and read as drafts", () => {
    const files = readdirSync(SAMPLES, { recursive: true, encoding: "utf8" }).filter((name) =>
      /\.(?:hl7|txt|dat)$/i.test(name),
    );
    expect(files.length).toBeGreaterThan(50);
    for (const file of files) {
      const splitter = createFeedSplitter();
      const pieces = [...splitter.push(readFileSync(join(SAMPLES, file))), ...splitter.end()];
      const messages = pieces.flatMap((piece) => (piece.kind === "message" ? [piece.bytes] : []));
      const again = createFeedSplitter();
      expect([file, [...again.push(joinMessages(messages)), ...again.end()].length]).toEqual([file, messages.length]);
      for (const message of messages) {
        const { text } = inspectDraft(decodeBytes(message).text, "UTF-8");
        expect(parseMessage(text).segments[0]?.id).toBe("MSH");
        expect(() => checkDraft(text)).not.toThrow();
      }
    }
  });
});
