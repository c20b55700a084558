import { findIdentifiers } from "#lib/deid/text/find-identifiers.ts";
import { transformFinding, type OpenKeys, type Subject } from "#lib/deid/text/transform-text.ts";

/**
 * A description without what identifies: "contextual phrases are replaced with the token [CTX]", which are those that the file's own header
 * has in attributes that go; whatever text alone gives away follows the rule for its infoType (v1beta1 `CleanDescriptorsOption`).
 */
export function cleanDescriptor(text: string, subject: Subject, keys: OpenKeys): string {
  const { excluded } = keys.plan;
  const alone = findIdentifiers(text, [], excluded);
  let result = "";
  let at = 0;
  for (const finding of findIdentifiers(text, subject.known, excluded)) {
    const piece = text.slice(finding.start, finding.end);
    const isPlain = alone.some(({ start, end }) => start < finding.end && finding.start < end);
    result += text.slice(at, finding.start) + (isPlain ? transformFinding(piece, finding, subject, keys) : "[CTX]");
    at = finding.end;
  }
  return result + text.slice(at);
}
