import { describe, expect, it } from "vitest";
import { isJsonObject, parseJson } from "./lossless-json.ts";
import { summariseResource } from "./resource-summary.ts";

function summary(text: string) {
  const resource = parseJson(text);
  if (!isJsonObject(resource)) throw new Error("not an object");
  return summariseResource(resource);
}

describe("summariseResource", () => {
  it.each([
    [
      '{"resourceType":"Patient","name":[{"given":["Amara","B"],"family":"Okafor"}],"gender":"female","birthDate":"1968-02-03"}',
      "Amara B Okafor · female · 1968",
      true,
    ],
    ['{"resourceType":"Practitioner","name":[{"text":"Dr. Who"}]}', "Dr. Who", true],
    [
      '{"resourceType":"Observation","status":"final","code":{"coding":[{"display":"Hemoglobin"}]},"valueQuantity":{"value":10.20,"unit":"g/dL"}}',
      "Hemoglobin 10.20 g/dL · final",
      false,
    ],
    ['{"resourceType":"Condition","code":{"text":"Asthma"}}', "Asthma", false],
    ['{"resourceType":"Organization","name":"General"}', "General", false],
    [
      '{"resourceType":"Encounter","class":{"display":"ambulatory"},"status":"finished"}',
      "ambulatory · finished",
      false,
    ],
    [
      '{"resourceType":"ImagingStudy","status":"available","description":"Knee AP","modality":[{"code":"DX","display":"Digital Radiography"}]}',
      "Knee AP · Digital Radiography · available",
      false,
    ],
    ['{"resourceType":"ImagingStudy","status":"available","modality":[{"code":"CT"}]}', "CT · available", false],
    [
      '{"resourceType":"MedicationRequest","status":"active","medicationReference":{"reference":"Medication/1","display":"Ibuprofen"}}',
      "Ibuprofen · active",
      false,
    ],
    ['{"resourceType":"Goal","description":{"text":"Walk daily"}}', "Walk daily", false],
    ['{"resourceType":"Appointment","status":"booked","description":"Mrs. Okafor"}', "booked", false],
    ['{"resourceType":"Patient","name":"broken","birthDate":7}', "", true],
    ["{}", "", false],
  ])("%s", (text, expected, isIdentifying) => {
    expect(summary(text)).toMatchObject({ text: expected, isIdentifying });
  });
});
