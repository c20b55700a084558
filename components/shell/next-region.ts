/** Parts of the page that F6 goes to: landmarks, panels, and widgets that are one stop for Tab. */
const REGION = [
  "aside[aria-label]",
  "main nav[aria-label]",
  "main section",
  'main [role="region"]',
  'main [role="grid"]',
  'main [role="tree"]',
].join(",");

/** Where the focus goes in a part: its editor, its widget or that widget's chosen item, else the first thing that can have it. */
const COMPOSITE = ':is([role="grid"],[role="tree"],[role="listbox"],[role="radiogroup"])';
const WIDGET = `${COMPOSITE}[tabindex="0"],${COMPOSITE} [tabindex="0"],[contenteditable="true"]`;
const FOCUSABLE = 'a[href],button:not(:disabled),input:not(:disabled),select,textarea,[tabindex="0"]';

/**
 * Moves the focus to the next part of the page (F6, as in desktop programs), or to the one before it; after the last comes the first. Does nothing
 * while a window is open, which keeps the focus to itself.
 */
export function focusNextRegion(step: 1 | -1): void {
  if (document.querySelector('[role="dialog"]')) return;
  const stops = regionStops();
  const here = stops.findLastIndex(({ region }) => region.contains(document.activeElement));
  // From nowhere, as after a page has changed, it begins with the page itself.
  const start = stops.findIndex(({ region }) => region.closest("main"));
  const next = here < 0 ? start : (here + step + stops.length) % stops.length;
  stops[next]?.target.focus();
}

interface RegionStop {
  readonly region: HTMLElement;
  readonly target: HTMLElement;
}

/** In the order of the page; a part within a part that has the same target is one stop with it. */
function regionStops(): RegionStop[] {
  const stops = [...document.querySelectorAll<HTMLElement>(REGION)].flatMap((region) => {
    const target = (region.matches(WIDGET) ? region : firstShown(region, WIDGET)) ?? firstShown(region, FOCUSABLE);
    return target ? [{ region, target }] : [];
  });
  return stops.filter((stop, index) => stops.findIndex(({ target }) => target === stop.target) === index);
}

function firstShown(region: HTMLElement, selector: string): HTMLElement | undefined {
  return [...region.querySelectorAll<HTMLElement>(selector)].find((element) => element.checkVisibility());
}
