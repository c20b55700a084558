/** A ref that takes the focus when its element appears: the first field of a dialog, where the person came to type. */
export function focusOnOpen(element: HTMLElement | null): void {
  element?.focus();
}
