import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { R4 } from "#lib/fhir/definitions/r4.ts";
import { isJsonObject, parseJson } from "#lib/fhir/lossless-json.ts";
import { validateResource } from "#lib/fhir/validate.ts";
import { openFhirServer, type FhirServer } from "./oracle/fhir-server.ts";

const SHARED = join(process.env["SHARED_DATA"] ?? "../shared/data", "fhir");

let server: FhirServer;
let lenient: FhirServer;
beforeAll(async () => {
  server = await openFhirServer({ version: "R4", enableUpdateCreate: true });
  lenient = await server.addStore("lenient", {
    version: "R4",
    validationConfig: { disableFhirpathValidation: true },
  });
});
afterAll(() => server.close());

const OBSERVATION = { resourceType: "Observation", status: "final", code: { text: "Pulse" } };
const PATIENT = { resourceType: "Patient" };

async function validate(store: FhirServer, resource: { resourceType: string }, query = ""): Promise<string[]> {
  const answer = await store.call("POST", `${resource.resourceType}/$validate${query}`, resource);
  expect(answer.status).toBe(200);
  return answer.json.issue.map(
    (issue: { code: string; expression?: string[]; diagnostics: string }) =>
      `${issue.code} ${issue.expression?.[0] ?? ""} ${/\b[a-z]{2,4}-\d+\b/.exec(issue.diagnostics)?.[0] ?? ""}`,
  );
}

describe("$validate", () => {
  it.each([
    ["pat-1", { ...PATIENT, contact: [{ relationship: [{ text: "mother" }] }] }, "invariant Patient.contact[0] pat-1"],
    ["obs-6", { ...OBSERVATION, valueString: "x", dataAbsentReason: { text: "y" } }, "invariant Observation obs-6"],
    ["ext-1", { ...PATIENT, extension: [{ url: "http://a.b" }] }, "ext-1"],
  ])("tells that a resource breaks %s", async (_, resource, expected) => {
    expect((await validate(server, resource)).join("\n")).toContain(expected);
  });

  it("says nothing of rules to a store that does not check them", async () => {
    const broken = { ...PATIENT, contact: [{ relationship: [{ text: "mother" }] }] };
    expect(await validate(lenient, broken)).toEqual(["informational  "]);
  });

  it("checks the rules of a profile with a snapshot", async () => {
    const rule = { key: "own-1", severity: "error", human: "a name is needed", expression: "name.exists()" };
    await server.call("PUT", "StructureDefinition/named", {
      resourceType: "StructureDefinition",
      id: "named",
      url: "http://example.org/named",
      name: "Named",
      status: "active",
      kind: "resource",
      abstract: false,
      type: "Patient",
      baseDefinition: "http://hl7.org/fhir/StructureDefinition/Patient",
      derivation: "constraint",
      snapshot: {
        element: [
          {
            id: "Patient",
            path: "Patient",
            min: 0,
            max: "*",
            base: { path: "Patient", min: 0, max: "*" },
            constraint: [rule],
          },
        ],
      },
    });
    expect((await validate(server, PATIENT, "?profile=http://example.org/named")).join("\n")).toContain("own-1");
  });

  it("finds nothing wrong with a whole resource", async () => {
    expect(await validate(server, { ...OBSERVATION, id: "x" } as typeof OBSERVATION)).toEqual(["informational  "]);
  });
});

/** Files whose verdicts differ, and why. */
const DIFFER: Readonly<Record<string, string>> = {
  "Media-example.json": "the library allows no line breaks in base64Binary, FHIR R4 §2.24.0.1 does",
};

describe.skipIf(!existsSync(SHARED))("the structure check of lib/fhir", () => {
  it("judges HL7's examples as the validator of @medplum/core does", async () => {
    const { validateResource: judge } = await import("@medplum/core");
    const folder = join(SHARED, "hl7-r4-examples");
    const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".json"));
    const differing = files.filter((file) => {
      const text = readFileSync(join(folder, file), "utf8");
      const resource = parseJson(text);
      if (!isJsonObject(resource) || typeof resource["resourceType"] !== "string") return false;
      const ours = validateResource(resource, { definitions: R4, checkRequired: true, checkReferenceTypes: false });
      let isRefused = false;
      try {
        judge(JSON.parse(text) as Parameters<typeof judge>[0]);
      } catch (error) {
        const { outcome } = error as { outcome?: { issue: { code: string }[] } };
        isRefused = outcome?.issue.some(({ code }) => code !== "invariant") ?? true;
      }
      return ours.some(({ severity }) => severity === "error") !== isRefused;
    });
    expect(differing.map((file) => file.split("/").at(-1)).filter((file) => !(file && file in DIFFER))).toEqual([]);
    expect(files.length).toBeGreaterThan(300);
  });
});
