import { useEffect, useState } from "react";
import { cineRate } from "#lib/dicom/cine-rate.ts";
import type { ViewHandle } from "./view-handle.ts";

export interface Cine {
  readonly isRunning: boolean;
  /** Frames a second. */
  readonly rate: number;
  readonly toggle: () => void;
  readonly setRate: (rate: number) => void;
}

/** Plays the stack of a view round and round, at the rate of its file unless another is chosen. A picture that is late is waited for. */
export function useCine(view: ViewHandle | undefined): Cine {
  const [playing, setPlaying] = useState<ViewHandle | undefined>();
  const [chosen, setChosen] = useState<number | undefined>();
  const isRunning = playing !== undefined && playing === view;
  const rate = chosen ?? cineRate(view?.picture()?.attributes ?? {});
  useEffect(() => {
    if (!isRunning || !view) return undefined;
    let last = performance.now();
    let request = requestAnimationFrame(function step(now) {
      const { index, count, isWaiting } = view.snapshot();
      if (now - last >= 1000 / rate - 2 && !isWaiting) {
        last = now;
        view.goTo((index + 1) % count);
      }
      request = requestAnimationFrame(step);
    });
    return () => cancelAnimationFrame(request);
  }, [view, isRunning, rate]);
  return { isRunning, rate, toggle: () => setPlaying(isRunning ? undefined : view), setRate: setChosen };
}
