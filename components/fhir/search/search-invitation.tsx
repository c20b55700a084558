"use client";

import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import { Card } from "#components/ui/card.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";

export interface SearchInvitationProps {
  /** Types that the store holds. */
  readonly types: readonly { readonly label: string; readonly count: number }[];
  readonly onRun: (text: string) => void;
}

/** Nothing was searched yet: no patient data is read before somebody asks for it. */
export function SearchInvitation({ types, onRun }: SearchInvitationProps) {
  const held = new Set(types.map((type) => type.label));
  const examples = EXAMPLES.filter((example) => held.has(example.type));
  return (
    <Card title="Results" fill>
      <EmptyState title="Search this store">
        <Box sx={{ mb: 4 }}>Choose a type, build a search from fields, or type it as FHIR writes it.</Box>
        <Box sx={{ display: "flex", flexDirection: "column", gap: 2, alignItems: "center" }}>
          {examples.map((example) => (
            <Button key={example.text} onClick={() => onRun(example.text)}>
              {example.title}
            </Button>
          ))}
        </Box>
      </EmptyState>
    </Card>
  );
}

const EXAMPLES = [
  {
    type: "Patient",
    title: "Patients born before 1950, oldest first",
    text: "Patient?birthdate=lt1950&_sort=birthdate",
  },
  {
    type: "Observation",
    title: "Hemoglobin results, newest first",
    text: "Observation?code=http://loinc.org|718-7&_sort=-date",
  },
  { type: "Encounter", title: "Encounters under way", text: "Encounter?status=in-progress" },
  { type: "Condition", title: "Active conditions", text: "Condition?clinical-status=active" },
] as const;
