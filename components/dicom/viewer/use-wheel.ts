import { useEffect, useEffectEvent } from "react";

/** A notch of a mouse wheel; touchpads send many small ones that add up to it. */
const NOTCH = 40;

/** Turns the wheel over an element into whole steps; the page itself does not scroll. Zooming by Ctrl is left alone. */
export function useWheel(area: { readonly current: HTMLElement | null }, onSteps: (steps: number) => void): void {
  const tell = useEffectEvent(onSteps);
  useEffect(() => {
    const element = area.current;
    if (!element) return undefined;
    let rest = 0;
    const listen = (event: WheelEvent) => {
      if (event.ctrlKey) return;
      event.preventDefault();
      const distance = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? event.deltaY * NOTCH : event.deltaY;
      if (Math.abs(distance) >= NOTCH) {
        rest = 0;
        tell(Math.sign(distance) * Math.max(1, Math.round(Math.abs(distance) / 120)));
        return;
      }
      rest += distance;
      const steps = Math.trunc(rest / NOTCH);
      rest -= steps * NOTCH;
      if (steps !== 0) tell(steps);
    };
    element.addEventListener("wheel", listen, { passive: false });
    return () => element.removeEventListener("wheel", listen);
  }, [area]);
}
