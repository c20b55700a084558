"use client";

import { useCallback, useMemo } from "react";
import { z } from "zod";
import { usePreference, type PreferenceForm } from "#components/ui/preference.ts";
import type { NodeKind } from "./flatten-tree.ts";

/** Enough for a day's walk; older choices fall back to the default. */
const MAX_REMEMBERED = 300;

type Choices = Readonly<Record<string, boolean>>;
const NO_CHOICES: Choices = {};
const choicesSchema = z.record(z.string(), z.boolean());

const CHOICES_FORM: PreferenceForm<Choices> = {
  read: (stored) => {
    try {
      return choicesSchema.safeParse(JSON.parse(stored)).data;
    } catch {
      return undefined;
    }
  },
  write: (choices) => JSON.stringify(Object.fromEntries(Object.entries(choices).slice(-MAX_REMEMBERED))),
};

export interface TreeOpenness {
  readonly isOpen: (name: string, kind: NodeKind) => boolean;
  readonly setOpen: (names: readonly string[], open: boolean) => void;
}

/**
 * Which branches are open: the person's choice, else projects, locations and the branches above the page that is shown.
 * @param current resource name of the page, or undefined
 */
export function useTreeOpenness(current: string | undefined): TreeOpenness {
  const [choices, setChoices] = usePreference("treeOpen", NO_CHOICES, CHOICES_FORM);
  const isOpen = useCallback(
    (name: string, kind: NodeKind) => choices[name] ?? (kind !== "dataset" || isAbove(name, current)),
    [choices, current],
  );
  const setOpen = useCallback(
    (names: readonly string[], open: boolean) => {
      const others = Object.entries(choices).filter(([name]) => !names.includes(name));
      setChoices(Object.fromEntries([...others, ...names.map((name) => [name, open] as const)]));
    },
    [choices, setChoices],
  );
  return useMemo(() => ({ isOpen, setOpen }), [isOpen, setOpen]);
}

function isAbove(name: string, current: string | undefined): boolean {
  return current !== undefined && (current === name || current.startsWith(`${name}/`));
}
