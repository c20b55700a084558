"use client";

import Box from "@mui/material/Box";
import { useId, type ReactNode } from "react";
import { token } from "#components/ui/tokens.ts";

interface FieldFacts {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly help: string;
  readonly isWrong?: boolean;
}

export interface StepFieldProps extends FieldFacts {
  readonly placeholder?: string;
  /** Several lines. */
  readonly isLong?: boolean;
}

/** A field of the steps, of the browser's own making: Material's would be a tenth of what the page may weigh. */
export function StepField({ placeholder, isLong = false, ...facts }: StepFieldProps) {
  return (
    <Frame {...facts}>
      {(own) => (
        <Box
          component={isLong ? "textarea" : "input"}
          {...own}
          {...(isLong ? { rows: 2 } : {})}
          placeholder={placeholder}
          spellCheck={false}
          autoComplete="off"
          onChange={(event: { readonly target: { readonly value: string } }) => facts.onChange(event.target.value)}
          sx={CONTROL}
        />
      )}
    </Frame>
  );
}

export interface StepSelectProps extends FieldFacts {
  readonly options: readonly (readonly [value: string, title: string])[];
}

/** One of several. */
export function StepSelect({ options, ...facts }: StepSelectProps) {
  return (
    <Frame {...facts}>
      {(own) => (
        <Box component="select" {...own} onChange={(event) => facts.onChange(event.target.value)} sx={CONTROL}>
          {options.map(([value, title]) => (
            <option key={value} value={value}>
              {title}
            </option>
          ))}
        </Box>
      )}
    </Frame>
  );
}

export interface StepCheckProps {
  readonly label: string;
  readonly isOn: boolean;
  readonly onChange: (isOn: boolean) => void;
}

/** Yes or no. */
export function StepCheck({ label, isOn, onChange }: StepCheckProps) {
  return (
    <Box component="label" sx={{ display: "flex", gap: 2, alignItems: "center", width: "fit-content" }}>
      <Box
        component="input"
        type="checkbox"
        checked={isOn}
        onChange={(event) => onChange(event.target.checked)}
        sx={{ accentColor: token.accent, width: 16, height: 16, m: 0 }}
      />
      {label}
    </Box>
  );
}

interface ControlFacts {
  readonly id: string;
  readonly value: string;
  readonly "aria-describedby": string;
  readonly "aria-invalid": boolean;
}

function Frame({
  label,
  value,
  help,
  isWrong = false,
  children,
}: FieldFacts & { readonly children: (own: ControlFacts) => ReactNode }) {
  const id = useId();
  return (
    <Box sx={{ display: "flex", flexDirection: "column", gap: "3px", minWidth: 0 }}>
      <Box component="label" htmlFor={id} sx={{ fontSize: 12, color: token.dim }}>
        {label}
      </Box>
      {children({ id, value, "aria-describedby": `${id}-help`, "aria-invalid": isWrong })}
      <Box id={`${id}-help`} sx={{ fontSize: 12, color: isWrong ? token.err : token.dim }}>
        {help}
      </Box>
    </Box>
  );
}

const CONTROL = {
  font: "inherit",
  color: token.ink,
  bgcolor: token.panel,
  border: `1px solid ${token.control}`,
  borderRadius: "7px",
  px: 3,
  py: "6px",
  minHeight: 34,
  minWidth: 0,
  width: "100%",
  resize: "vertical",
  "&::placeholder": { color: token.dim, opacity: 1 },
  '&[aria-invalid="true"]': { borderColor: token.err },
} as const;
