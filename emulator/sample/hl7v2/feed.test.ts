import type { FhirResource, Observation, Patient } from "fhir/r4";
import { describe, expect, it } from "vitest";
import { hospital } from "#emulator/sample/hospital.ts";
import { acceptMessage } from "#emulator/services/hl7v2/accept-message.ts";
import type { Hl7v2Store } from "#emulator/services/hl7v2/hl7v2-store.ts";
import { messageFacts } from "#lib/hl7v2/message-facts.ts";
import { parseTerminated } from "#lib/hl7v2/terminated.ts";
import { hospitalFeed } from "./feed.ts";
import { quarantine } from "./quarantine.ts";

const OPTIONS = { seed: "cedar-prairie", scale: 0.5 };
const store: Hl7v2Store = {
  id: 1,
  name: "store",
  version: "V3",
  segmentTerminator: "\r",
  allowNullHeader: false,
  rejectDuplicateMessage: true,
  schema: undefined,
  timeZone: "America/Chicago",
};
const feed = [...hospitalFeed(OPTIONS)].flat();
const resources: FhirResource[] = [...hospital(OPTIONS)];
const patients = new Map(
  resources
    .filter((resource) => resource.resourceType === "Patient")
    .map((patient: Patient) => [patient.identifier?.[0]?.value, patient]),
);

const lineOf = (text: string, id: string): string[] =>
  text
    .split("\r")
    .find((line) => line.startsWith(`${id}|`))
    ?.split("|") ?? [];

describe("the sample hospital's feed", () => {
  it("has every event, in the versions from 2.3 to 2.5.1", () => {
    const events = new Set(feed.map(({ text }) => lineOf(text, "MSH")[8]?.split("^").slice(0, 2).join("^")));
    const wanted =
      "ADT^A01 ADT^A02 ADT^A03 ADT^A04 ADT^A08 ADT^A31 ADT^A40 ORM^O01 ORU^R01 OML^O21 MDM^T02 SIU^S12 VXU^V04 DFT^P03".split(
        " ",
      );
    expect(wanted.filter((event) => !events.has(event))).toEqual([]);
    expect(
      [...new Set(feed.map(({ text }) => lineOf(text, "MSH")[11]))].toSorted((a, b) =>
        String(a).localeCompare(String(b)),
      ),
    ).toEqual(["2.3", "2.3.1", "2.4", "2.5", "2.5.1"]);
    expect(feed.some(({ text }) => text.includes("^application^pdf^Base64^JVBERi0"))).toBe(true);
    expect(feed.some(({ text }) => text.includes("\\T\\") && text.includes("\rNTE|"))).toBe(true);
    expect(feed.some(({ text }) => text.includes("\\.br\\"))).toBe(true);
    expect(feed.some(({ text }) => /PID\|[^\r]*\^L\^A~[^\r]*\^L\^I/.test(text))).toBe(true);
  });

  it("is accepted whole, each message once, with a send time", () => {
    const ids = new Set(feed.map(({ text }) => acceptMessage(store, Buffer.from(text), 0).id.toString("hex")));
    expect(ids.size).toBe(feed.length);
    const facts = feed.map(({ text }) => messageFacts(parseTerminated(text, "\r"), store.timeZone));
    expect(
      facts.filter(
        ({ sendTime, messageType, patientIds }) =>
          sendTime === undefined || messageType === "" || patientIds.length === 0,
      ),
    ).toEqual([]);
    const controlIds = new Set(feed.map(({ text }) => lineOf(text, "MSH")[9]));
    expect(controlIds.size).toBe(feed.length);
  });

  it("names the patients as the FHIR store does", () => {
    for (const { text } of feed) {
      const pid = lineOf(text, "PID");
      const patient = patients.get(pid[3]?.split("^")[0] ?? "");
      expect(patient?.name?.[0]?.family).toBe(pid[5]?.split("~")[0]?.split("^")[0]);
      expect(patient?.birthDate?.replaceAll("-", "")).toBe(pid[7]);
    }
  });

  it("reports the values that the FHIR store has", () => {
    const known = new Set(
      resources
        .filter((resource) => resource.resourceType === "Observation")
        .map(
          (observation: Observation) =>
            `${observation.code.coding?.[0]?.code} ${observation.valueQuantity?.value} ${observation.effectiveDateTime?.replace(/[-:T]/g, "").slice(0, 14)}`,
        ),
    );
    const results = feed.flatMap(({ text }) =>
      text.includes("|ORU^R01")
        ? text.split("\r").filter((line) => line.startsWith("OBX|") && line.includes("|NM|"))
        : [],
    );
    expect(results.length).toBeGreaterThan(100);
    for (const line of results) {
      const [, , , code, , value, , , , , , , , , taken] = line.split("|");
      expect(known).toContain(`${code?.split("^")[0]} ${value} ${taken?.slice(0, 14)}`);
    }
  });

  it("is the same every time", () => {
    expect([...hospitalFeed(OPTIONS)].flat()).toEqual(feed);
  });
});

describe("the quarantine", () => {
  const set = quarantine([...hospitalFeed({ ...OPTIONS, scale: 0.1 })].flat());

  it("holds one message for each reason, all of which a store takes", () => {
    expect(new Set(set.map(({ labels }) => labels["reason"])).size).toBe(18);
    const known = new Set(feed.map(({ text }) => text));
    for (const { text } of set) {
      expect(known.has(text)).toBe(false);
      expect(() => acceptMessage(store, Buffer.from(text), 0)).not.toThrow();
    }
  });
});
