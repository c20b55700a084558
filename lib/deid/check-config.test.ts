import { describe, expect, it } from "vitest";
import { readDeidentifyConfig } from "./check-config.ts";

const KEY = Buffer.alloc(32, 7).toString("base64");
const isTag = (word: string): boolean => word === "PatientID" || /^[0-9A-F]{8}$/.test(word);
const fieldsOf = (config: unknown): string[] => {
  const read = readDeidentifyConfig(config, isTag);
  return "violations" in read ? read.violations.map(({ field }) => field) : [];
};

describe("a de-identification configuration", () => {
  it("is read with every field of v1", () => {
    const config = {
      dicom: { removeList: { tags: ["PatientID", "00100010"] }, skipIdRedaction: true },
      fhir: {
        fieldMetadataList: [{ paths: ["Patient.HumanName", "Deceased.Age.unit"], action: "TRANSFORM" }],
        defaultKeepExtensions: true,
      },
      image: { textRedactionMode: "REDACT_ALL_TEXT" },
      text: {
        additionalTransformations: [
          { infoTypes: ["PERSON_NAME"], characterMaskConfig: { maskingCharacter: "#" } },
          { infoTypes: ["DATE"], dateShiftConfig: { cryptoKey: KEY } },
          {
            infoTypes: [],
            cryptoHashConfig: {
              kmsWrapped: { cryptoKey: "projects/p/locations/l/keyRings/r/cryptoKeys/k", wrappedKey: KEY },
            },
          },
        ],
        excludeInfoTypes: ["LOCATION"],
      },
    };
    expect(readDeidentifyConfig(config, isTag)).toMatchObject({ config });
    expect(readDeidentifyConfig({}, isTag)).toEqual({ config: { useRegionalDataProcessing: false } });
  });

  it.each<[string, unknown, string[]]>([
    ["an unknown field", { fhir: { surprise: 1 } }, ["config.fhir"]],
    ["a wrong enum", { image: { textRedactionMode: "SOME" } }, ["config.image.text_redaction_mode"]],
    ["two choices of tags", { dicom: { keepList: {}, filterProfile: "KEEP_ALL_PROFILE" } }, ["config.dicom"]],
    [
      "a tag that is none",
      { dicom: { keepList: { tags: ["PatientID", "Nonsense"] } } },
      ["config.dicom.keep_list.tags[1]"],
    ],
    ["a wildcard", { dicom: { removeList: { tags: ["0010*"] } } }, ["config.dicom.remove_list.tags[0]"]],
    [
      "a path that is none",
      { fhir: { fieldMetadataList: [{ paths: ["Patient.name[0]"], action: "TRANSFORM" }] } },
      ["config.fhir.field_metadata_list[0].paths[0]"],
    ],
    [
      "no path",
      { fhir: { fieldMetadataList: [{ action: "TRANSFORM" }] } },
      ["config.fhir.field_metadata_list[0].paths"],
    ],
    [
      "no method",
      { text: { additionalTransformations: [{ infoTypes: ["DATE"] }] } },
      ["config.text.additional_transformations[0]"],
    ],
    [
      "two methods",
      { text: { transformations: [{ redactConfig: {}, replaceWithInfoTypeConfig: {} }] } },
      ["config.text.transformations[0]"],
    ],
    ["an unknown infoType", { text: { excludeInfoTypes: ["SHOE_SIZE"] } }, ["config.text.exclude_info_types[0]"]],
    [
      "a short key",
      { text: { transformations: [{ dateShiftConfig: { cryptoKey: "AAAA" } }] } },
      ["config.text.transformations[0].date_shift_config.crypto_key"],
    ],
    [
      "two masks",
      { text: { transformations: [{ characterMaskConfig: { maskingCharacter: "**" } }] } },
      ["config.text.transformations[0].character_mask_config.masking_character"],
    ],
    [
      "regional processing with places",
      { useRegionalDataProcessing: true, fhir: {} },
      ["config.text.exclude_info_types", "config.text.exclude_info_types"],
    ],
    [
      "regional processing of pictures",
      { useRegionalDataProcessing: true, image: { textRedactionMode: "REDACT_SENSITIVE_TEXT" } },
      ["config.image.text_redaction_mode"],
    ],
  ])("is refused for %s", (_why, config, fields) => {
    expect(fieldsOf(config)).toEqual(fields);
  });
});
