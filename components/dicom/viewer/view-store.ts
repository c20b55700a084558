/** A value that views outside React change, and React follows by useSyncExternalStore. */
export interface ViewStore<T> {
  readonly subscribe: (listener: () => void) => () => void;
  readonly snapshot: () => T;
  /** Listeners hear only of real changes. */
  readonly change: (part: Partial<T>) => void;
}

export function createViewStore<T extends object>(initial: T): ViewStore<T> {
  let value = initial;
  const listeners = new Set<() => void>();
  return {
    subscribe: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    snapshot: () => value,
    change: (part) => {
      const next = { ...value, ...part };
      if (Object.keys(part).every((key) => Object.is(next[key as keyof T], value[key as keyof T]))) return;
      value = next;
      for (const listener of listeners) listener();
    },
  };
}
