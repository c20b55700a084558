/**
 * Puts text on the clipboard. False when the browser refuses: no permission, or a page without a secure context
 * (the Clipboard API exists only on https and localhost).
 */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
