"use client";

import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import ButtonBase from "@mui/material/ButtonBase";
import ToggleButton from "@mui/material/ToggleButton";
import ToggleButtonGroup from "@mui/material/ToggleButtonGroup";
import dynamic from "next/dynamic";
import { useState, type KeyboardEvent } from "react";
import { LoadingLines } from "#components/ui/loading.tsx";
import { token } from "#components/ui/tokens.ts";
import { configWarnings } from "#lib/deid/config-warnings.ts";
import type { DeidentifyConfig } from "#lib/deid/config.ts";
import { explainConfig } from "#lib/deid/explain-config.ts";
import { DEID_PRESETS, type DeidPreset } from "#lib/deid/presets.ts";
import type { DeidScope } from "./deid-scope.ts";
import type { RenderDiff } from "./render-json.ts";
import { StepCard } from "./step-card.tsx";
import { StepField } from "./step-field.tsx";
import { CONFIG_URI, type DeidForm } from "./use-deid-form.ts";

// Most people take a preset: what changes one comes with its code when it is opened.
const ConfigForm = dynamic(() => import("./config-form.tsx").then((file) => file.ConfigForm), {
  loading: () => <LoadingLines what="the form" lines={8} />,
});
const ConfigJson = dynamic(() => import("./config-json.tsx").then((file) => file.ConfigJson), {
  loading: () => <LoadingLines what="the JSON" lines={8} />,
});
const SavedConfigs = dynamic(() => import("./saved-configs.tsx").then((file) => file.SavedConfigs), {
  loading: () => <LoadingLines what="saved configurations" lines={1} />,
});

export interface ConfigStepProps {
  readonly scope: DeidScope;
  readonly form: DeidForm;
  readonly renderDiff: RenderDiff;
}

/** How: a preset to begin with, every field as form or JSON, and what it all means. */
export function ConfigStep({ scope, form, renderDiff }: ConfigStepProps) {
  const [view, setView] = useState<"form" | "json" | undefined>();
  const [isKept, setKept] = useState(false);
  return (
    <StepCard
      step={2}
      title="How"
      note={form.configName}
      actions={
        <ToggleButtonGroup
          exclusive
          size="small"
          aria-label="Edit the configuration as"
          value={view ?? null}
          onChange={(_, next: "form" | "json" | null) => setView(next ?? undefined)}
        >
          <ToggleButton value="form" sx={TOGGLE}>
            Form
          </ToggleButton>
          <ToggleButton value="json" sx={TOGGLE}>
            JSON
          </ToggleButton>
        </ToggleButtonGroup>
      }
    >
      <Presets scope={scope} form={form} />
      {isKept ? (
        <SavedConfigs form={form} renderDiff={renderDiff} />
      ) : (
        <Button sx={{ alignSelf: "flex-start" }} onClick={() => setKept(true)}>
          Open, save or compare a configuration…
        </Button>
      )}
      <ConfigUri form={form} />
      {form.configUri === "" ? <OwnConfig scope={scope} form={form} view={view} /> : null}
    </StepCard>
  );
}

interface OwnConfigProps extends Pick<ConfigStepProps, "scope" | "form"> {
  readonly view: "form" | "json" | undefined;
}

function OwnConfig({ scope, form, view }: OwnConfigProps) {
  return (
    <Box sx={view ? COLUMNS : {}}>
      {view === "form" ? <ConfigForm scope={scope.kind} form={form} /> : null}
      {view === "json" ? <ConfigJson form={form} /> : null}
      {form.read.config ? (
        <Meaning config={form.read.config} scope={scope} />
      ) : (
        <Problems problems={form.read.problems} />
      )}
    </Box>
  );
}

const STEPS: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

function Presets({ scope, form }: Pick<ConfigStepProps, "scope" | "form">) {
  const offered = DEID_PRESETS.filter(({ scopes }) => scopes.includes(scope.kind));
  // As in any group of radio buttons: one is in the order of tabs, arrows choose the next.
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const step = STEPS[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const at = (offered.findIndex(({ id }) => id === form.preset) + step + offered.length) % offered.length;
    const next = offered[at];
    if (next) form.choosePreset(next);
    event.currentTarget.querySelectorAll<HTMLElement>('[role="radio"]').item(at).focus();
  };
  return (
    <Box role="radiogroup" aria-label="Preset" onKeyDown={onKeyDown} sx={PRESETS}>
      {offered.map((preset: DeidPreset) => (
        <ButtonBase
          key={preset.id}
          role="radio"
          aria-checked={preset.id === form.preset}
          tabIndex={preset.id === form.preset ? 0 : -1}
          onClick={() => form.choosePreset(preset)}
          sx={PRESET}
        >
          <Box component="span" sx={{ fontWeight: 600 }}>
            {preset.title}
          </Box>
          <Box component="span" sx={{ color: token.dim, fontSize: 12 }}>
            {preset.about}
          </Box>
        </ButtonBase>
      ))}
    </Box>
  );
}

/** The API can read the configuration itself; what it does then is for whoever keeps the object to say. */
function ConfigUri({ form }: Pick<ConfigStepProps, "form">) {
  const isWrong = form.configUri !== "" && !CONFIG_URI.test(form.configUri);
  return (
    <StepField
      label="Or a configuration in Cloud Storage"
      placeholder="gs://bucket/config.json"
      value={form.configUri}
      onChange={(value) => form.setConfigUri(value.trim())}
      isWrong={isWrong}
      help={uriSentence(form.configUri, isWrong)}
    />
  );
}

function uriSentence(uri: string, isWrong: boolean): string {
  if (isWrong) return "Expected gs://bucket/object.";
  return uri === ""
    ? "Empty: the configuration below."
    : "The API reads it when it starts. The console does not know what it says, so it cannot explain it, and out of production it is refused.";
}

function Problems({ problems }: { readonly problems: readonly string[] }) {
  return (
    <Box role="alert" sx={{ color: token.err }}>
      {problems.map((problem) => (
        <div key={problem}>{problem}</div>
      ))}
    </Box>
  );
}

function Meaning({ config, scope }: { readonly config: DeidentifyConfig; readonly scope: DeidScope }) {
  const warnings = configWarnings(config, scope.kind);
  return (
    <Box sx={{ display: "flex", flexDirection: "column", gap: 3, minWidth: 0 }}>
      <Box component="section" aria-label="What it does">
        <Box sx={HEAD}>What it does</Box>
        <Box component="ul" sx={LIST}>
          {explainConfig(config, scope.kind).map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </Box>
      </Box>
      <Box component="section" aria-label="What to know">
        <Box sx={HEAD}>What to know</Box>
        <Box component="ul" sx={LIST}>
          {warnings.map(({ id, severity, text }) => (
            <Box component="li" key={id} sx={{ color: severity === "risk" ? token.warn : token.dim }}>
              {severity === "risk" ? <strong>Risk: </strong> : null}
              {text}
            </Box>
          ))}
        </Box>
      </Box>
    </Box>
  );
}

const TOGGLE = { py: "2px", px: 3 } as const;
const HEAD = { fontWeight: 600, mb: 1 } as const;
const LIST = { m: 0, pl: 5, display: "flex", flexDirection: "column", gap: "3px" } as const;
const COLUMNS = {
  display: "grid",
  gap: 5,
  gridTemplateColumns: { xs: "minmax(0, 1fr)", lg: "minmax(0, 3fr) minmax(0, 2fr)" },
  alignItems: "start",
} as const;
const PRESETS = {
  display: "grid",
  gap: 2,
  gridTemplateColumns: "repeat(auto-fit, minmax(190px, 1fr))",
} as const;
const PRESET = {
  display: "flex",
  flexDirection: "column",
  alignItems: "flex-start",
  justifyContent: "flex-start",
  textAlign: "left",
  gap: 1,
  p: 3,
  font: "inherit",
  border: `1px solid ${token.line}`,
  borderRadius: "8px",
  "&:hover": { bgcolor: token.hover },
  '&[aria-checked="true"]': { borderColor: token.accent, bgcolor: token.sel },
} as const;
