"use client";

import dynamic from "next/dynamic";
import { createContext, useCallback, useContext, useEffect, useMemo, useRef, useState, type ReactNode } from "react";
import type { Environment, EnvironmentLabel } from "#lib/contract/console/environments.ts";

// The window comes with its code when it is opened.
const UnlockDialog = dynamic(() => import("./unlock-dialog.tsx").then((file) => file.UnlockDialog), { ssr: false });

interface Lock {
  readonly labels: readonly EnvironmentLabel[];
  /** Names of the labelled resources that this person unlocked in this tab. */
  readonly unlocked: ReadonlySet<string>;
  /** @param goOn what waits for the unlocking */
  readonly ask: (name: string, goOn?: () => void) => void;
  readonly lock: (name: string) => void;
}

interface Asked {
  readonly name: string;
  readonly goOn: (() => void) | undefined;
}

const LockContext = createContext<Lock>({
  labels: [],
  unlocked: new Set(),
  ask: () => undefined,
  lock: () => undefined,
});

export interface EnvironmentLockProviderProps {
  readonly labels: readonly EnvironmentLabel[];
  readonly children: ReactNode;
}

/** Knows the environment labels and what is unlocked. Unlocking lives in memory: a reload locks again. */
export function EnvironmentLockProvider({ labels, children }: EnvironmentLockProviderProps) {
  const [unlocked, setUnlocked] = useState<ReadonlySet<string>>(new Set());
  const [asked, setAsked] = useState<Asked | undefined>();
  const waiting = useRef<() => void>(undefined);
  const lock = useCallback((name: string) => {
    setUnlocked((names) => new Set([...names].filter((other) => other !== name)));
  }, []);
  const ask = useCallback((name: string, goOn?: () => void) => setAsked({ name, goOn }), []);
  const value = useMemo(() => ({ labels, unlocked, ask, lock }), [labels, unlocked, ask, lock]);
  useEffect(() => {
    // Everything below knows of the unlocking now, and sends it along.
    waiting.current?.();
    waiting.current = undefined;
  });
  return (
    <LockContext value={value}>
      {children}
      {asked === undefined ? null : (
        <UnlockDialog
          name={shortNameOf(asked.name)}
          goesOn={asked.goOn !== undefined}
          onClose={() => setAsked(undefined)}
          onUnlock={() => {
            waiting.current = asked.goOn;
            setUnlocked((names) => new Set([...names, asked.name]));
            setAsked(undefined);
          }}
        />
      )}
    </LockContext>
  );
}

export interface EnvironmentState {
  /** Undefined when neither the resource nor anything above it is labelled. */
  readonly environment: Environment | undefined;
  /** The labelled resource, this one or the nearest above. */
  readonly labelName: string | undefined;
  /** True: the console's server refuses writes here until somebody unlocks. */
  readonly isLocked: boolean;
  /** Opens the dialog that asks for the typed name. */
  readonly askToUnlock: () => void;
  readonly lock: () => void;
}

/** The environment of a resource (full name, also deeper than a store): label, lock, and how to change the lock. */
export function useEnvironment(resourceName: string): EnvironmentState {
  const { labels, unlocked, ask, lock } = useContext(LockContext);
  const label = nearestLabel(labels, resourceName);
  const name = label?.name ?? "";
  return {
    environment: label?.environment,
    labelName: label?.name,
    isLocked: label?.environment === "production" && !unlocked.has(label.name),
    askToUnlock: () => ask(name),
    lock: () => lock(name),
  };
}

/** An act that changes something in a resource (full name): inside locked production it asks to unlock first, and goes on when that is done. */
export function useActBehindLock(resourceName: string, onAct: () => void): () => void {
  const { ask } = useContext(LockContext);
  const { isLocked, labelName = "" } = useEnvironment(resourceName);
  // As it is after the unlocking: before, it would send no word of it.
  const latest = useRef(onAct);
  useEffect(() => {
    latest.current = onAct;
  });
  return isLocked ? () => ask(labelName, () => latest.current()) : onAct;
}

/** Headers for a mutation below `resourceName`: `{ "x-console-unlock": … }` after the person unlocked production, else none. */
export function useUnlockHeaders(resourceName: string): Readonly<Record<string, string>> {
  const { labels, unlocked } = useContext(LockContext);
  const label = nearestLabel(labels, resourceName);
  return useMemo(
    () =>
      label !== undefined && unlocked.has(label.name) ? { "x-console-unlock": shortNameOf(label.name) } : NO_HEADERS,
    [label, unlocked],
  );
}

const NO_HEADERS: Readonly<Record<string, string>> = {};

/** The label of the resource itself or of the nearest labelled resource above it. */
export function nearestLabel(labels: readonly EnvironmentLabel[], resourceName: string): EnvironmentLabel | undefined {
  return labels
    .filter((label) => resourceName === label.name || resourceName.startsWith(`${label.name}/`))
    .toSorted((a, b) => b.name.length - a.name.length)[0];
}

function shortNameOf(name: string): string {
  return name.split("/").at(-1) ?? name;
}
