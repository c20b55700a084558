"use client";

import { useMemo, useState } from "react";
import { betaFieldsIn } from "#lib/deid/beta-fields.ts";
import { readDeidentifyConfig, type ConfigViolation } from "#lib/deid/check-config.ts";
import { configText } from "#lib/deid/config-keys.ts";
import type { DeidentifyConfig, DeidentifyConfigJson } from "#lib/deid/config.ts";
import type { DeidConfiguration, DeidSelection } from "#lib/deid/deid-request.ts";
import { configForScope, DEID_PRESETS, type DeidPreset, type DeidScopeKind } from "#lib/deid/presets.ts";

export interface ReadText {
  /** As the person wrote it; undefined while the text is no JSON object. */
  readonly json: DeidentifyConfigJson | undefined;
  /** With defaults; undefined while something is wrong. */
  readonly config: DeidentifyConfig | undefined;
  readonly problems: readonly string[];
}

export interface DeidForm {
  readonly preset: DeidPreset["id"];
  readonly configName: string;
  readonly text: string;
  /** `gs://…`: the API reads the configuration there; empty for the one on this page. */
  readonly configUri: string;
  readonly read: ReadText;
  readonly selection: DeidSelection;
  readonly destination: string;
  readonly choosePreset: (preset: DeidPreset) => void;
  /** Takes up a saved configuration. */
  readonly open: (name: string, text: string) => void;
  readonly setText: (text: string) => void;
  readonly setConfigUri: (uri: string) => void;
  readonly setConfig: (config: DeidentifyConfigJson) => void;
  readonly setSelection: (change: Partial<DeidSelection>) => void;
  readonly setDestination: (name: string) => void;
}

const NOTHING_CHOSEN: DeidSelection = { resources: "", listUri: "", skipModified: false };

/** Everything that is chosen on the page. The JSON text is the truth; the form writes into it. */
export function useDeidForm(scope: DeidScopeKind): DeidForm {
  const offered = DEID_PRESETS.filter(({ scopes }) => scopes.includes(scope));
  const [preset, setPreset] = useState<DeidPreset["id"]>(offered[0]?.id ?? "expert");
  const [text, setText] = useState(() => configText(configForScope(offered[0]?.config ?? {}, scope)));
  const [selection, setSelection] = useState(NOTHING_CHOSEN);
  const [destination, setDestination] = useState("");
  const [configUri, setConfigUri] = useState("");
  const read = useMemo(() => readText(text), [text]);
  const [opened, setOpened] = useState<{ readonly name: string; readonly text: string } | undefined>();
  const chosen = DEID_PRESETS.find(({ id }) => id === preset);
  const base = opened ?? {
    name: chosen?.title ?? "Expert",
    text: configText(configForScope(chosen?.config ?? {}, scope)),
  };
  return {
    preset,
    configName: configUri === "" ? nameOf(base, text) : "From Cloud Storage",
    text,
    configUri,
    read,
    selection,
    destination,
    open: (name, next) => {
      setOpened({ name, text: next });
      setText(next);
    },
    choosePreset: (next) => {
      setOpened(undefined);
      setPreset(next.id);
      setText(configText(configForScope(next.config, scope)));
    },
    setText,
    setConfigUri,
    setConfig: (config) => setText(configText(config)),
    setSelection: (change) => setSelection((before) => ({ ...before, ...change })),
    setDestination,
  };
}

function nameOf(base: { readonly name: string; readonly text: string }, text: string): string {
  return base.text === text ? base.name : `${base.name}, changed`;
}

/** The part of a request that says how; undefined while it is not valid. */
export function configurationOf({ configUri, read }: DeidForm): DeidConfiguration | undefined {
  if (configUri !== "") return CONFIG_URI.test(configUri) ? { gcsConfigUri: configUri } : undefined;
  return read.config && read.json ? { config: read.json } : undefined;
}

/** Tells whether a configuration is still the one that was tried. */
export function triedText({ configUri, text }: DeidForm): string {
  return configUri === "" ? text : configUri;
}

export const CONFIG_URI = /^gs:\/\/[^/]+\/.+$/;

function readText(text: string): ReadText {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    return {
      json: undefined,
      config: undefined,
      problems: [`No JSON yet: ${error instanceof Error ? error.message : ""}`],
    };
  }
  const read = readDeidentifyConfig(json, isTagWord);
  if ("config" in read) return { json: json as DeidentifyConfigJson, config: read.config, problems: [] };
  const beta = betaFieldsIn(json);
  const problems = read.violations.map(({ description }: ConfigViolation) => description);
  return {
    json: undefined,
    config: undefined,
    problems: beta.length === 0 ? problems : [betaSentence(beta), ...problems],
  };
}

function betaSentence(fields: readonly string[]): string {
  const them = fields.length === 1 ? "it" : "them";
  return `Only v1beta1 of the API has ${fields.join(", ")}. The console launches by v1, which refuses ${them}: take ${them} out, or send the request to v1beta1 yourself.`;
}

/** The shape of a tag; whether the dictionary knows the keyword is the API's answer, which names the field. */
function isTagWord(word: string): boolean {
  return /^(?:[0-9A-Fa-f]{8}|[A-Z][A-Za-z0-9]{2,})$/.test(word);
}
