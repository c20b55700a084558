import type { Narrative } from "fhir/r4";

/** A generated narrative: one paragraph a line. FHIR R4 §2.4.4: XHTML inside one div. */
export function narrative(lines: readonly string[]): Narrative {
  const paragraphs = lines.map((line) => `<p>${escapeXml(line)}</p>`).join("");
  return { status: "generated", div: `<div xmlns="http://www.w3.org/1999/xhtml">${paragraphs}</div>` };
}

function escapeXml(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
