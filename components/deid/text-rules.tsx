"use client";

import DeleteIcon from "@mui/icons-material/DeleteOutlined";
import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import IconButton from "@mui/material/IconButton";
import MenuItem from "@mui/material/MenuItem";
import TextField from "@mui/material/TextField";
import { token } from "#components/ui/tokens.ts";
import type { DeidentifyConfigJson } from "#lib/deid/config.ts";
import { INFO_TYPES } from "#lib/deid/info-types.ts";
import type { ConfigPartProps } from "./config-part.ts";
import { PART } from "./part-look.ts";

type TextJson = NonNullable<DeidentifyConfigJson["text"]>;
type Rule = NonNullable<TextJson["additionalTransformations"]>[number];

const METHODS = [
  ["redactConfig", "Erase"],
  ["replaceWithInfoTypeConfig", "Name of its kind"],
  ["characterMaskConfig", "Mask"],
  ["dateShiftConfig", "Shift dates"],
  ["cryptoHashConfig", "Keyed hash"],
] as const;
type Method = (typeof METHODS)[number][0];

/** What becomes of identifiers found in text, and of whole fields that are transformed. */
export function TextRules({ config, onChange }: ConfigPartProps) {
  const text = config.text ?? {};
  const rules = text.additionalTransformations ?? [];
  const older = text.transformations?.length ?? 0;
  const set = (next: Partial<TextJson>) => onChange({ ...config, text: { ...text, ...next } });
  return (
    <Box component="fieldset" sx={PART}>
      <legend>What becomes of a finding</legend>
      {rules.length === 0 && older === 0 ? (
        <Box sx={{ color: token.dim, fontSize: 12 }}>
          No rules: dates move, everything else gives way to the name of its kind.
        </Box>
      ) : null}
      {older === 0 ? null : (
        <Box sx={{ color: token.warn, fontSize: 12 }}>
          {older === 1 ? "1 rule stands" : `${older} rules stand`} under the deprecated name{" "}
          <code>transformations</code> and {older === 1 ? "holds" : "hold"} behind those here. Edit{" "}
          {older === 1 ? "it" : "them"} as JSON.
        </Box>
      )}
      {rules.map((rule, index) => (
        <TextRule
          // Rules have no identity but their place.
          key={index}
          rule={rule}
          number={index + 1}
          onChange={(next) => set({ additionalTransformations: rules.with(index, next) })}
          onRemove={() => set({ additionalTransformations: rules.toSpliced(index, 1) })}
        />
      ))}
      <Button
        sx={{ alignSelf: "flex-start" }}
        onClick={() => set({ additionalTransformations: [...rules, { infoTypes: [], redactConfig: {} }] })}
      >
        Add a rule for findings
      </Button>
      <KindsField
        label="Not looked for"
        placeholder="Nothing: all kinds are looked for"
        value={text.excludeInfoTypes ?? []}
        onChange={(excludeInfoTypes) => set({ excludeInfoTypes: [...excludeInfoTypes] })}
      />
    </Box>
  );
}

interface TextRuleProps {
  readonly rule: Rule;
  readonly number: number;
  readonly onChange: (rule: Rule) => void;
  readonly onRemove: () => void;
}

function TextRule({ rule, number, onChange, onRemove }: TextRuleProps) {
  const method = METHODS.find(([name]) => rule[name] !== undefined)?.[0] ?? "redactConfig";
  const infoTypes = rule.infoTypes ?? [];
  const key = method === "dateShiftConfig" || method === "cryptoHashConfig" ? (rule[method] ?? {}) : undefined;
  return (
    <Box sx={{ display: "flex", gap: 2, alignItems: "flex-start", flexWrap: "wrap" }}>
      <KindsField
        label={`Kinds of rule ${number}`}
        placeholder="All others"
        value={infoTypes}
        onChange={(next) => onChange({ ...rule, infoTypes: [...next] })}
      />
      <TextField
        select
        label="Becomes"
        value={method}
        onChange={(event) => onChange({ infoTypes: [...infoTypes], [event.target.value as Method]: {} })}
        sx={{ width: 160 }}
      >
        {METHODS.map(([value, title]) => (
          <MenuItem key={value} value={value}>
            {title}
          </MenuItem>
        ))}
      </TextField>
      <IconButton aria-label={`Remove rule ${number} for findings`} onClick={onRemove}>
        <DeleteIcon sx={{ fontSize: 18 }} />
      </IconButton>
      {method === "characterMaskConfig" ? (
        <TextField
          label="Character"
          value={rule.characterMaskConfig?.maskingCharacter ?? ""}
          placeholder="*"
          onChange={(event) => onChange({ ...rule, characterMaskConfig: maskOf(event.target.value) })}
          sx={{ width: 90 }}
          slotProps={{ inputLabel: { shrink: true } }}
        />
      ) : null}
      {key ? (
        <KeyPart value={key} onChange={(next) => onChange({ infoTypes: [...infoTypes], [method]: next })} />
      ) : null}
    </Box>
  );
}

type KeyJson = NonNullable<Rule["cryptoHashConfig"]>;

interface KeyPartProps {
  readonly value: KeyJson;
  readonly onChange: (value: KeyJson) => void;
}

/** A key as such; one that KMS has wrapped has two parts, which are for the JSON. */
function KeyPart({ value: { cryptoKey = "", kmsWrapped }, onChange }: KeyPartProps) {
  if (!kmsWrapped)
    return <KeyField value={cryptoKey} onChange={(next) => onChange(next === "" ? {} : { cryptoKey: next })} />;
  return (
    <Box sx={{ color: token.dim, fontSize: 12, width: "100%", overflowWrap: "anywhere" }}>
      Its key is wrapped by {kmsWrapped.cryptoKey || "Cloud KMS"}. Edit it as JSON.
    </Box>
  );
}

/** One character, the last that was typed. */
function maskOf(text: string): { maskingCharacter?: string } {
  const character = Array.from(text).at(-1);
  return character === undefined ? {} : { maskingCharacter: character };
}

interface KindsFieldProps {
  readonly label: string;
  /** What it means when none is chosen. */
  readonly placeholder: string;
  readonly value: readonly string[];
  readonly onChange: (value: readonly string[]) => void;
}

function KindsField({ label, placeholder, value, onChange }: KindsFieldProps) {
  return (
    <TextField
      select
      label={label}
      value={[...value]}
      onChange={(event) => onChange(kindsOf(event.target.value))}
      sx={{ flex: 1, minWidth: 240 }}
      slotProps={{
        inputLabel: { shrink: true },
        select: {
          multiple: true,
          displayEmpty: true,
          renderValue: (chosen) => kindsOf(chosen).join(", ") || placeholder,
        },
      }}
    >
      {INFO_TYPES.map((kind) => (
        <MenuItem key={kind} value={kind}>
          {kind}
        </MenuItem>
      ))}
    </TextField>
  );
}

/** A browser that fills fields in hands over a text. */
function kindsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(String) : String(value).split(",").filter(Boolean);
}

function KeyField({ value, onChange }: { readonly value: string; readonly onChange: (key: string) => void }) {
  const makeKey = () => onChange(btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(32)))));
  return (
    <Box sx={{ display: "flex", gap: 2, alignItems: "flex-start", width: "100%" }}>
      <TextField
        label="Key"
        type="password"
        value={value}
        onChange={(event) => onChange(event.target.value.trim())}
        helperText="16, 24 or 32 bytes as base64. Empty: a fresh one for each run. The console keeps only its SHA-256."
        sx={{ flex: 1 }}
        slotProps={{ htmlInput: { autoComplete: "off" } }}
      />
      <Button onClick={makeKey}>Make a key</Button>
    </Box>
  );
}
