/**
 * Writes lib/dicom/tag-dictionary.generated.json, the data elements of DICOM PS3.6, from the dictionary of the installed dcmjs.
 * One entry a tag: `"00100010": "PN 1 PatientName"`, with ` R` behind a retired one; `ox`, `xs` and `lt` stand for OB or OW, US or SS, US or SS or OW. Run after updating dcmjs: `npm run generate`.
 */
import { writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { z } from "zod";

const RETIRED = "RETIRED_";
const TARGET = new URL("../lib/dicom/tag-dictionary.generated.json", import.meta.url);

const entrySchema = z.object({
  tag: z.string(),
  vr: z.string().regex(/^(?:[A-Z]{2}|ox|xs|lt|up)$/),
  vm: z.string().regex(/^\S+$/),
  name: z.string().regex(/^\w+$/),
});

// The package has no types.
const { data } = createRequire(import.meta.url)("dcmjs") as { data: { DicomMetaDictionary: { nameMap: unknown } } };
const nameMap = z.record(z.string(), z.unknown()).parse(data.DicomMetaDictionary.nameMap);

const entries = Object.values(nameMap).flatMap((value): [string, string][] => {
  const parsed = entrySchema.safeParse(value);
  if (!parsed.success) return [];
  const { tag, vr, vm, name } = parsed.data;
  const hex = /^\(([0-9A-F]{4}),([0-9A-F]{4})\)$/i.exec(tag)?.slice(1).join("").toUpperCase();
  if (hex === undefined) return [];
  const isRetired = name.startsWith(RETIRED);
  return [[hex, `${vr === "up" ? "UL" : vr} ${vm} ${isRetired ? `${name.slice(RETIRED.length)} R` : name}`]];
});
if (entries.length < 5000)
  throw new Error(`Only ${entries.length} tags were read; the form of dcmjs' dictionary has changed.`);
const sorted = Object.fromEntries(entries.toSorted(([a], [b]) => (a < b ? -1 : 1)));
writeFileSync(TARGET, `${JSON.stringify(sorted).replaceAll('","', '",\n"')}\n`);
