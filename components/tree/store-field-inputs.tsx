"use client";

import Box from "@mui/material/Box";
import FormControlLabel from "@mui/material/FormControlLabel";
import MenuItem from "@mui/material/MenuItem";
import Switch from "@mui/material/Switch";
import TextField from "@mui/material/TextField";
import { token } from "#components/ui/tokens.ts";
import type { FieldValues, StoreField } from "./store-fields.ts";

export interface StoreFieldInputsProps {
  readonly fields: readonly StoreField[];
  readonly values: FieldValues;
  readonly onChange: (values: FieldValues) => void;
}

/** One input per setting, each with its explanation. */
export function StoreFieldInputs({ fields, values, onChange }: StoreFieldInputsProps) {
  return (
    <>
      {fields.map((field) => {
        const value = values[field.key] ?? field.initial;
        const change = (next: string | boolean) => onChange({ ...values, [field.key]: next });
        return typeof value === "boolean" ? (
          <SwitchField key={field.key} field={field} value={value} onChange={change} />
        ) : (
          <TextField
            key={field.key}
            label={field.label}
            helperText={field.help}
            value={value}
            select={field.options !== undefined}
            onChange={(event) => change(event.target.value)}
          >
            {field.options?.map((option) => (
              <MenuItem key={option.value} value={option.value}>
                {option.title}
              </MenuItem>
            ))}
          </TextField>
        );
      })}
    </>
  );
}

interface SwitchFieldProps {
  readonly field: StoreField;
  readonly value: boolean;
  readonly onChange: (value: boolean) => void;
}

function SwitchField({ field, value, onChange }: SwitchFieldProps) {
  return (
    <Box>
      <FormControlLabel
        label={field.label}
        control={
          <Switch
            checked={value}
            onChange={(_, checked) => onChange(checked)}
            slotProps={{ input: { "aria-describedby": `about-${field.key}` } }}
          />
        }
      />
      <Box id={`about-${field.key}`} sx={{ color: token.dim, fontSize: 12, pl: "29px", mt: "-2px" }}>
        {field.help}
      </Box>
    </Box>
  );
}
