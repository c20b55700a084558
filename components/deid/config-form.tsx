"use client";

import Box from "@mui/material/Box";
import FormControlLabel from "@mui/material/FormControlLabel";
import MenuItem from "@mui/material/MenuItem";
import Switch from "@mui/material/Switch";
import TextField from "@mui/material/TextField";
import { token } from "#components/ui/tokens.ts";
import type { DeidentifyConfigJson } from "#lib/deid/config.ts";
import type { DeidScopeKind } from "#lib/deid/presets.ts";
import type { ConfigPartProps } from "./config-part.ts";
import { FieldRules } from "./field-rules.tsx";
import { TextRules } from "./text-rules.tsx";
import type { DeidForm } from "./use-deid-form.ts";
import { PART } from "./part-look.ts";

export interface ConfigFormProps {
  readonly scope: DeidScopeKind;
  readonly form: DeidForm;
}

/** The configuration as a form. It writes into the same JSON that the other view shows. */
export function ConfigForm({ scope, form }: ConfigFormProps) {
  const config = form.read.json;
  if (!config) return <Box sx={{ color: token.dim }}>The form comes back when the JSON is mended.</Box>;
  const part = { config, onChange: form.setConfig };
  return (
    <Box sx={{ display: "flex", flexDirection: "column", gap: 5, minWidth: 0 }}>
      {scope === "dicomStores" ? null : <FhirPart {...part} />}
      {scope === "fhirStores" ? null : <DicomPart {...part} />}
      <TextRules {...part} />
      <FormControlLabel
        sx={{ ml: 0, gap: 2 }}
        control={
          <Switch
            checked={config.useRegionalDataProcessing ?? false}
            onChange={(event) => form.setConfig({ ...config, useRegionalDataProcessing: event.target.checked })}
          />
        }
        label="Process text and pictures in the region of the data (needs LOCATION and ORGANIZATION_NAME excluded)"
      />
      <Box sx={{ color: token.dim, fontSize: 12 }}>
        Every field of API v1 is here or, where a line says so, in the JSON. Rules attribute by attribute and field by
        field (dicomTagConfig, fhirFieldConfig), text.profileType and operationMetadata exist in v1beta1 only, which the
        console does not launch.
      </Box>
    </Box>
  );
}

function FhirPart({ config, onChange }: ConfigPartProps) {
  const { fhir, ...rest } = config;
  return (
    <Box component="fieldset" sx={PART}>
      <legend>FHIR fields</legend>
      <FormControlLabel
        sx={{ ml: 0, gap: 2 }}
        control={
          <Switch
            checked={fhir !== undefined}
            onChange={(event) => onChange(event.target.checked ? { fhir: {}, ...rest } : rest)}
          />
        }
        label="De-identify FHIR fields"
      />
      {fhir ? (
        <>
          <FormControlLabel
            sx={{ ml: 0, gap: 2 }}
            control={
              <Switch
                checked={fhir.defaultKeepExtensions ?? false}
                onChange={(event) =>
                  onChange({ ...config, fhir: { ...fhir, defaultKeepExtensions: event.target.checked } })
                }
              />
            }
            label="Keep extensions"
          />
          <FieldRules fhir={fhir} onChange={(next) => onChange({ ...config, fhir: next })} />
        </>
      ) : null}
    </Box>
  );
}

/** Choices of DicomConfig: at most one of them can be set. */
const TAG_CHOICES = [
  ["ATTRIBUTE_CONFIDENTIALITY_BASIC_PROFILE", "Basic profile of PS3.15"],
  ["MINIMAL_KEEP_LIST_PROFILE", "Only what makes a valid file"],
  ["DEIDENTIFY_TAG_CONTENTS", "Keep attributes, inspect their text"],
  ["KEEP_ALL_PROFILE", "Keep all attributes"],
  ["keepList", "Keep only attributes of a list"],
  ["removeList", "Remove attributes of a list"],
] as const;
type TagChoice = (typeof TAG_CHOICES)[number][0];

const PIXEL_CHOICES = [
  ["REDACT_ALL_TEXT", "Paint over all text"],
  ["REDACT_SENSITIVE_TEXT", "Paint over text that identifies"],
  ["REDACT_NO_TEXT", "Leave pictures as they are"],
] as const;
type PixelChoice = (typeof PIXEL_CHOICES)[number][0];

/** What each choice can miss, where it is chosen. */
const PIXEL_HELP: Readonly<Record<PixelChoice, string>> = {
  REDACT_ALL_TEXT:
    "All that is read as text goes, labels of sides and scales too. Handwriting, turned, tiny or very faint letters may not be seen as text.",
  REDACT_SENSITIVE_TEXT:
    "Only what is read without a mistake and recognised goes. It misses misread or cut-off names, names that are neither in the header nor on lists, room and ward numbers, initials, handwriting, turned and very small letters.",
  REDACT_NO_TEXT: "Names burned into ultrasound, secondary captures and scans stay readable.",
};

function DicomPart({ config, onChange }: ConfigPartProps) {
  const dicom = config.dicom ?? {};
  const choice = choiceOf(dicom);
  const list = choice === "keepList" || choice === "removeList" ? choice : undefined;
  const setTags = (text: string) =>
    list && onChange({ ...config, dicom: { ...dicom, [list]: { tags: text.split(/[\s,]+/).filter(Boolean) } } });
  return (
    <Box component="fieldset" sx={PART}>
      <legend>DICOM attributes and pictures</legend>
      <Choice
        label="Attributes"
        value={choice}
        choices={TAG_CHOICES}
        onChange={(next) => onChange({ ...config, dicom: withChoice(dicom, next) })}
      />
      {list ? (
        <TextField
          label="Attributes of the list"
          multiline
          maxRows={8}
          value={(dicom[list]?.tags ?? []).join("\n")}
          onChange={(event) => setTags(event.target.value)}
          helperText="Keywords (PatientID) or eight hexadecimal digits (00100020), one a line."
          slotProps={{ htmlInput: { spellCheck: false } }}
        />
      ) : null}
      <Choice
        label="Text in pictures"
        value={pixelChoiceOf(config)}
        choices={PIXEL_CHOICES}
        help={PIXEL_HELP[pixelChoiceOf(config)]}
        onChange={(textRedactionMode) => onChange({ ...config, image: { textRedactionMode } })}
      />
      <FormControlLabel
        sx={{ ml: 0, gap: 2 }}
        control={
          <Switch
            checked={dicom.skipIdRedaction ?? false}
            onChange={(event) => onChange({ ...config, dicom: { ...dicom, skipIdRedaction: event.target.checked } })}
          />
        }
        label="Keep study, series and instance UIDs"
      />
    </Box>
  );
}

type DicomJson = NonNullable<DeidentifyConfigJson["dicom"]>;

function choiceOf(dicom: DicomJson): TagChoice {
  if (dicom.keepList) return "keepList";
  if (dicom.removeList) return "removeList";
  const profile = dicom.filterProfile;
  return profile === undefined || profile === "TAG_FILTER_PROFILE_UNSPECIFIED" ? "KEEP_ALL_PROFILE" : profile;
}

function withChoice({ skipIdRedaction }: DicomJson, choice: TagChoice): DicomJson {
  const kept = skipIdRedaction === undefined ? {} : { skipIdRedaction };
  return choice === "keepList" || choice === "removeList"
    ? { [choice]: { tags: [] }, ...kept }
    : { filterProfile: choice, ...kept };
}

function pixelChoiceOf({ image }: DeidentifyConfigJson): PixelChoice {
  const mode = image?.textRedactionMode;
  return mode === undefined || mode === "TEXT_REDACTION_MODE_UNSPECIFIED" ? "REDACT_NO_TEXT" : mode;
}

interface ChoiceProps<Value extends string> {
  readonly label: string;
  readonly value: Value;
  readonly choices: readonly (readonly [Value, string])[];
  readonly onChange: (value: Value) => void;
  readonly help?: string;
}

function Choice<Value extends string>({ label, value, choices, onChange, help }: ChoiceProps<Value>) {
  return (
    <TextField
      select
      label={label}
      value={value}
      helperText={help}
      onChange={(event) => onChange(event.target.value as Value)}
    >
      {choices.map(([each, title]) => (
        <MenuItem key={each} value={each}>
          {title}
        </MenuItem>
      ))}
    </TextField>
  );
}
