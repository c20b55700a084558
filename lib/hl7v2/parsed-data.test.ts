import { existsSync, globSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ackText, nackText } from "./ack.ts";
import { messageFacts } from "./message-facts.ts";
import { parsedSegments, type ParserVersion } from "./parsed-data.ts";
import { parseTerminated } from "./terminated.ts";

const SHARED = process.env["SHARED_DATA"] ?? "../shared/data";
const fieldsOf = (text: string, version: ParserVersion = "V2"): Readonly<Record<string, string>> =>
  parsedSegments(parseTerminated(text, "\r"), version).at(-1)?.fields ?? {};

describe("parsedData", () => {
  it.each([
    ["PID|1", { "0": "PID", "1": "1" }],
    ["PID|||a^b", { "0": "PID", "3.1": "a", "3.2": "b" }],
    ["PID|||a^b&c", { "0": "PID", "3.1": "a", "3.2.1": "b", "3.2.2": "c" }],
    ["PID|||a&b", { "0": "PID", "3.1.1": "a", "3.1.2": "b" }],
    ["PID|||a^", { "0": "PID", "3.1": "a" }],
    ["PID|||^b", { "0": "PID", "3.2": "b" }],
    ["PID|||a~b", { "0": "PID", "3[0]": "a", "3[1]": "b" }],
    ["PID|||~b^c", { "0": "PID", "3[1].1": "b", "3[1].2": "c" }],
    ['PID|||""', { "0": "PID", "3": '""' }],
    ["PID|||\u0001", { "0": "PID", "3": "\u0001" }],
    ["PID", { "0": "PID" }],
  ])("%j has the fields %j", (text, fields) => {
    expect(fieldsOf(`MSH|^~\\&|\r${text}`)).toEqual(fields);
  });

  it("gives a set id to segments that come in sets", () => {
    const [header, patient, event] = parsedSegments(parseTerminated("MSH|^~\\&|\rPID|2\rEVN|A01\r", "\r"), "V2");
    expect([header?.setId, patient?.setId, event?.setId]).toEqual([undefined, "2", undefined]);
  });

  it("unescapes every delimiter of the message in V3, and nothing else", () => {
    const text = "MSH#!*?@#\rNTE###?F??S??T??R??E? ?.br??X0D? ?H? ?F #?S?";
    expect(fieldsOf(text, "V3")).toEqual({ "0": "NTE", "3": "#!@*? ?.br??X0D? ?H? ?F ", "4": "!" });
    expect(fieldsOf(text, "V2")["4"]).toBe("?S?");
  });

  it("holds every value that is not empty under a key of the documented form", () => {
    const character = fc.constantFrom(...Array.from("|^~&\\AB1"));
    fc.assert(
      fc.property(fc.array(character), (parts) => {
        const body = parts.join("");
        const fields = fieldsOf(`MSH|^~\\&|\rZZZ|${body}`);
        const values = Object.entries(fields).filter(([key]) => key !== "0");
        expect(values.every(([key]) => /^(\d+)(\[\d+\])?(\.\d+)?(\.\d+)?$/.test(key))).toBe(true);
        expect(values.map(([, value]) => value).toSorted()).toEqual(
          body
            .split(/[|^~&]/)
            .filter((text) => text !== "")
            .toSorted(),
        );
      }),
    );
  });

  it.skipIf(!existsSync(`${SHARED}/hl7v2`))("loses no value of the real messages", () => {
    for (const file of globSync("**/*.hl7", { cwd: `${SHARED}/hl7v2` })) {
      const text = readFileSync(`${SHARED}/hl7v2/${file}`, "utf8")
        .replace(/^\ufeff/, "")
        .replace(/\r\n|\n/g, "\r");
      const message = parseTerminated(text, "\r");
      const { field, component, repetition, subcomponent } = message.delimiters;
      const divides = new Set([field, component, repetition, subcomponent]);
      const segments = parsedSegments(message, "V2");
      for (const [index, { start, end, id }] of message.segments.entries()) {
        if (/^(MSH|FHS|BHS)$/.test(id)) continue;
        const written = Array.from(text.slice(start, end), (c) => (divides.has(c) ? "\u0000" : c))
          .join("")
          .split("\u0000");
        const values = Object.values(segments[index]?.fields ?? {});
        expect(values.toSorted()).toEqual([id, ...written.slice(1)].filter((value) => value !== "").toSorted());
      }
    }
  });
});

describe("facts and acknowledgements", () => {
  const text =
    "MSH|^~\\&|APP|FAC^1.2^ISO|HUB|HOSP|20260314083000||ORU^R01|C&1|T|2.3||||||UNICODE UTF-8\rPID||1^^^^A|2^^^^B~3|2^^^^B\r";

  it("reads what a store keeps of a message", () => {
    expect(messageFacts(parseTerminated(text, "\r"), "Europe/Paris")).toEqual({
      messageType: "ORU",
      triggerEvent: "R01",
      sendFacility: "FAC^1.2^ISO",
      sendTime: Date.parse("2026-03-14T07:30:00Z") * 1000,
      characterSet: "UNICODE UTF-8",
      patientIds: [{ value: "1", type: "A" }, { value: "2", type: "B" }, { value: "3" }],
    });
  });

  it("quotes the header of the message, with its delimiters", () => {
    const stamp = { controlId: "id-1", time: Date.parse("2026-11-23T22:57:01Z") };
    expect(ackText(parseTerminated(text, "\r"), stamp)).toBe(
      "MSH|^~\\&|HUB|HOSP|APP|FAC^1.2^ISO|20261123225701||ACK|id-1|T|2.3\rMSA|AA|C&1",
    );
    expect(nackText(parseTerminated("MSH#!*?@#A\r", "\r"), stamp, "a#b?\n")).toBe(
      "MSH#!*?@###A##20261123225701##ACK#id-1#P#2.3\rMSA#AE##a?F?b?E??X0A?",
    );
    expect(nackText(parseTerminated("rubbish", "\r"), stamp, "no header")).toBe(
      "MSH|^~\\&|||||20261123225701||ACK|id-1|P|2.3\rMSA|AE||no header",
    );
  });

  it("answers any text with two segments", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.string(), (noise, reason) => {
        const nack = nackText(parseTerminated(`MSH|^~\\&|${noise}`, "\r"), { controlId: "1", time: 0 }, reason);
        const segments = parseTerminated(nack, "\r").segments.map(({ id }) => id);
        expect(segments).toEqual(["MSH", "MSA"]);
      }),
    );
  });
});
