/**
 * Where Google's documentation is silent or contradicts itself (contract section 21), the emulator has to read it one way. Each such point is a
 * named switch, so that a client can be tried against the other reading too: `--reading qido-empty=200`.
 * A7, A8, A11 and A13 ask nothing of the API's answers: they are about what the console shows and accepts.
 */
export const AMBIGUITIES = {
  "missing-resource": ["A1", "a dataset or store that is not there", ["404", "403"]],
  "outcome-details": ["A2", "details.text of an OperationOutcome", ["given", "absent"]],
  "fhir-delete": ["A3", "status of a FHIR delete", ["200", "204"]],
  "bundle-location": ["A4", "location in a bundle's response", ["with-history", "without-history"]],
  "qido-empty": ["A5", "a DICOM search that finds nothing", ["204", "200"]],
  "hl7v2-message-id": ["A6", "what an HL7v2 message id is the SHA-256 of", ["bytes", "store-and-bytes"]],
  "blob-settings-mask": ["A9", "updateMask of setBlobStorageSettings", ["ignored", "required"]],
  "bulk-delete-validate-only": ["A10", "validateOnly of fhirStores.bulkDelete when it is not sent", ["false", "true"]],
  "export-format-parameter": ["A12", "the format parameter of $export", ["both", "_outputFormat", "outputFormat"]],
  "unsupported-result-parameters": ["A14", "_total and _summary=count in a lenient search", ["ignored", "refused"]],
  "operations-filter": ["A15", "filter of operations.list", ["supported", "refused"]],
  "wildcard-location": ["A16", "location `-` in datasets.list", ["refused", "all"]],
  "hl7v2-text-equals": ["A17", "`=` in a filter on message_type and send_facility", ["equals", "contains"]],
  "return-minimal": ["A18", "Prefer: return=minimal", ["honoured", "ignored"]],
  "unsupported-sort": [
    "A19",
    "_sort by a parameter that cannot be sorted by, in a lenient search",
    ["ignored", "refused"],
  ],
  "count-over-limit": ["A20", "_count over 1,000", ["clamped", "refused"]],
} as const satisfies Readonly<Record<string, readonly [clause: string, about: string, readings: readonly string[]]>>;

type Name = keyof typeof AMBIGUITIES;

/** One reading of each ambiguity. */
export type Readings = { readonly [name in Name]: (typeof AMBIGUITIES)[name][2][number] };

/** A switch that does not exist, or a value it does not have. */
export class ReadingError extends Error {
  override readonly name = "ReadingError";
}

/**
 * The readings that `pairs` choose, the first of each list for the rest.
 * @param pairs `name=value`
 * @throws ReadingError
 */
export function parseReadings(pairs: readonly string[]): Readings {
  const chosen: Record<string, string> = Object.fromEntries(
    Object.entries(AMBIGUITIES).map(([name, [, , readings]]) => [name, readings[0]]),
  );
  for (const pair of pairs) {
    const [name = "", value = ""] = pair.split("=", 2);
    const known: readonly string[] | undefined = isName(name) ? AMBIGUITIES[name][2] : undefined;
    if (!known) throw new ReadingError(`--reading ${pair}: no such switch. There are:\n\n${describeReadings()}`);
    if (!known.includes(value)) throw new ReadingError(`--reading ${pair}: ${name} is ${known.join(" or ")}.`);
    chosen[name] = value;
  }
  return chosen as Readings;
}

/** All switches, one a line, the default first. */
export function describeReadings(): string {
  return Object.entries(AMBIGUITIES)
    .map(([name, [clause, about, readings]]) => `  ${name}=${readings.join("|")}\n      ${clause}: ${about}`)
    .join("\n");
}

function isName(name: string): name is Name {
  return Object.hasOwn(AMBIGUITIES, name);
}
