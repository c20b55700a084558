import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { betaFieldsIn } from "./beta-fields.ts";
import { readDeidentifyConfig } from "./check-config.ts";
import { canonicalJson, withoutKeys } from "./config-keys.ts";
import { configWarnings } from "./config-warnings.ts";
import { deidentifyConfigSchema, type DeidentifyConfigJson } from "./config.ts";
import { deidRequest, wrongResourceName } from "./deid-request.ts";
import { explainConfig } from "./explain-config.ts";
import { configForScope, DEID_PRESETS, type DeidScopeKind } from "./presets.ts";

const SCOPES: readonly DeidScopeKind[] = ["dataset", "fhirStores", "dicomStores"];
const warned = (config: DeidentifyConfigJson, scope: DeidScopeKind = "dataset") =>
  configWarnings(deidentifyConfigSchema.parse(config), scope).map(({ id }) => id);

describe("presets", () => {
  it("are configurations that the API takes, for every scope they are offered in", () => {
    for (const { id, config, scopes } of DEID_PRESETS)
      for (const scope of scopes)
        expect([id, readDeidentifyConfig(configForScope(config, scope), () => true)]).toEqual([
          id,
          { config: expect.anything() },
        ]);
  });

  it("leave no risk but the ones that they are chosen for", () => {
    const risks = (id: string, scope: DeidScopeKind) => {
      const preset = DEID_PRESETS.find((each) => each.id === id);
      const config = deidentifyConfigSchema.parse(configForScope(preset?.config ?? {}, scope));
      return configWarnings(config, scope)
        .filter(({ severity }) => severity === "risk")
        .map((each) => each.id);
    };
    for (const scope of SCOPES) {
      expect(risks("safe-harbor", scope)).toEqual([]);
      expect(risks("date-shift", scope)).toEqual([]);
      expect(risks("minimal", scope)).toEqual(scope === "dicomStores" ? [] : ["unmatched-fields"]);
    }
    expect(risks("expert", "dataset")).toEqual(["fhir-off", "tags-off", "pixels-off"]);
  });
});

describe("fields of v1beta1", () => {
  it("are known by their path, and none is a field of v1", () => {
    expect(
      betaFieldsIn({ text: { profileType: "EMPTY" }, image: { excludeInfoTypes: [] }, fhirFieldConfig: {} }),
    ).toEqual(["fhirFieldConfig", "text.profileType", "image.excludeInfoTypes"]);
    for (const { config } of DEID_PRESETS) expect(betaFieldsIn(config)).toEqual([]);
    expect(betaFieldsIn("text")).toEqual([]);
  });
});

describe("warnings", () => {
  it.each<[string, DeidentifyConfigJson, DeidScopeKind, boolean]>([
    ["fhir-off", {}, "fhirStores", true],
    ["fhir-off", {}, "dicomStores", false],
    ["tags-off", { dicom: { filterProfile: "KEEP_ALL_PROFILE" } }, "dicomStores", true],
    ["tags-off", { dicom: {} }, "dicomStores", true],
    ["tags-off", { dicom: { keepList: { tags: [] } } }, "dicomStores", false],
    ["pixels-off", { image: { textRedactionMode: "REDACT_NO_TEXT" } }, "dicomStores", true],
    ["pixels-off", { image: { textRedactionMode: "REDACT_ALL_TEXT" } }, "dicomStores", false],
    ["pixels-off", {}, "fhirStores", false],
    ["pixels-sensitive", { image: { textRedactionMode: "REDACT_SENSITIVE_TEXT" } }, "dataset", true],
    ["profile-2018e", { dicom: { filterProfile: "ATTRIBUTE_CONFIDENTIALITY_BASIC_PROFILE" } }, "dataset", true],
    ["uninspected-vrs", { dicom: { filterProfile: "DEIDENTIFY_TAG_CONTENTS" } }, "dataset", true],
    ["remove-list", { dicom: { removeList: { tags: ["PatientName"] } } }, "dicomStores", true],
    ["ids-kept", { dicom: { skipIdRedaction: true } }, "dicomStores", true],
    ["unmatched-fields", { fhir: { fieldMetadataList: [{ paths: ["HumanName"] }] } }, "fhirStores", true],
    ["unmatched-fields", { fhir: {} }, "fhirStores", false],
    [
      "inspect-nothing",
      { fhir: { fieldMetadataList: [{ paths: ["HumanName"], action: "TRANSFORM" }] } },
      "fhirStores",
      true,
    ],
    [
      "inspect-nothing",
      { fhir: { fieldMetadataList: [{ paths: ["Xhtml"], action: "INSPECT_AND_TRANSFORM" }] } },
      "fhirStores",
      false,
    ],
    ["extensions", { fhir: { defaultKeepExtensions: true } }, "fhirStores", true],
    ["keyless", { text: { additionalTransformations: [{ dateShiftConfig: {} }] } }, "fhirStores", true],
    [
      "keyless",
      { text: { additionalTransformations: [{ dateShiftConfig: { cryptoKey: "AAAA" } }] } },
      "fhirStores",
      false,
    ],
    ["keyless", { text: { additionalTransformations: [{ redactConfig: {} }] } }, "fhirStores", false],
    ["dates-kept", { fhir: {} }, "fhirStores", true],
    ["excluded", { text: { excludeInfoTypes: ["LOCATION"] } }, "fhirStores", true],
    ["regional", { useRegionalDataProcessing: true }, "fhirStores", true],
    ["not-regional", {}, "fhirStores", true],
    ["small-cells", {}, "dicomStores", true],
  ])("%s of %j in %s: %s", (id, config, scope, is) => {
    expect(warned(config, scope).includes(id)).toBe(is);
  });
});

describe("sentences", () => {
  it.each<[DeidentifyConfigJson, DeidScopeKind, string]>([
    [{ fhir: {} }, "fhirStores", "all eighteen kinds"],
    [{}, "fhirStores", "copied as they are"],
    [{ dicom: { keepList: { tags: ["Modality"] } } }, "dicomStores", "attributes 1 and"],
    [{ dicom: { filterProfile: "MINIMAL_KEEP_LIST_PROFILE" } }, "dicomStores", "valid picture"],
    [{ image: { textRedactionMode: "REDACT_ALL_TEXT" } }, "dicomStores", "painted over"],
    [
      { text: { additionalTransformations: [{ infoTypes: ["DATE"], redactConfig: {} }] } },
      "fhirStores",
      "Every date that is found is erased",
    ],
    [
      { text: { additionalTransformations: [{ characterMaskConfig: { maskingCharacter: "#" } }] } },
      "fhirStores",
      "replaced by #",
    ],
  ])("%j in %s says: %s", (config, scope, words) => {
    expect(explainConfig(deidentifyConfigSchema.parse(config), scope).join(" ")).toContain(words);
  });
});

describe("what is kept of a configuration", () => {
  it("has no key in it, wherever one stands", () => {
    fc.assert(
      fc.property(fc.string({ minLength: 8 }), fc.json(), (secret, rest) => {
        const config = { a: [{ dateShiftConfig: { cryptoKey: `k${secret}` } }], rest: JSON.parse(rest) as unknown };
        expect(JSON.stringify(withoutKeys({ a: config.a }, () => "sha256:1"))).not.toContain(
          JSON.stringify(`k${secret}`),
        );
      }),
    );
    expect(withoutKeys({ kmsWrapped: { cryptoKey: "projects/p/x", wrappedKey: "secret" } }, () => "f")).toEqual({
      kmsWrapped: { cryptoKey: "projects/p/x", wrappedKey: "f" },
    });
  });

  it("is spelled alike however its members are ordered", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (object) => {
        const turned = Object.fromEntries(Object.entries(object).toReversed());
        expect(canonicalJson(turned)).toBe(canonicalJson(object));
        expect(JSON.parse(canonicalJson(object))).toEqual(JSON.parse(JSON.stringify(object)));
      }),
    );
  });
});

describe("the request", () => {
  const none = { resources: "", listUri: "", skipModified: false };
  it("names what each scope needs and nothing else", () => {
    expect(deidRequest("dataset", "d", { config: { fhir: {} } }, none)).toEqual({
      destinationDataset: "d",
      config: { fhir: {} },
    });
    expect(
      deidRequest(
        "fhirStores",
        "s",
        { gcsConfigUri: "gs://b/c" },
        { ...none, resources: "Patient/1, Patient/2\nPatient/1", skipModified: true },
      ),
    ).toEqual({
      destinationStore: "s",
      gcsConfigUri: "gs://b/c",
      resourceFilter: { resources: { resources: ["Patient/1", "Patient/2"] } },
      skipModifiedResources: true,
    });
    expect(deidRequest("dicomStores", "s", { config: {} }, { ...none, listUri: "gs://b/l" })).toEqual({
      destinationStore: "s",
      config: {},
      filterConfig: { resourcePathsGcsUri: "gs://b/l" },
    });
  });
  it("finds the name that is none", () => {
    expect(wrongResourceName("Patient/1 patient/2")).toBe("patient/2");
    expect(wrongResourceName("Patient/1")).toBeUndefined();
  });
});
