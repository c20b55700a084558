import { z } from "zod";

interface Member {
  readonly name: string | null;
  readonly min: number;
  /** 0 is unbounded. */
  readonly max: number;
  readonly children?: readonly Member[] | undefined;
  /** Exactly one of these. */
  readonly compounds?: readonly Member[] | undefined;
}

const memberSchema: z.ZodType<Member> = z.lazy(() =>
  z.object({
    name: z.string().nullable(),
    min: z.number(),
    max: z.number(),
    children: z.array(memberSchema).optional(),
    compounds: z.array(memberSchema).optional(),
  }),
);

/** The structure of a message as npm hl7-dictionary has it. */
export const structureSchema = z.object({ segments: z.array(memberSchema) });

/**
 * The structure in one line, which lib/hl7v2/dictionary/structure.ts reads: `MSH SFT* PATIENT_RESULT+(PATIENT?(PID NTE*) OBR <RXO|RXE>)`.
 * `?` is 0..1, `*` any number, `+` at least one, `<…|…>` one of several. Undefined for the few
 * structures that came into the package damaged: without MSH (four of 2.6), or with choices that lost their names (CCM_I21).
 */
export function readStructure({ segments }: z.infer<typeof structureSchema>): string | undefined {
  return segments[0]?.name === "MSH" && segments.every(isNamed) ? segments.map(memberText).join(" ") : undefined;
}

function isNamed({ name, children = [], compounds = [] }: Member): boolean {
  return name !== null && children.every(isNamed) && compounds.every(isNamed);
}

/** By `min..max`. */
const MANY: Readonly<Record<string, string>> = { "1..1": "", "0..1": "?", "0..0": "*", "1..0": "+" };

function memberText({ name, min, max, children, compounds }: Member): string {
  const many = MANY[`${String(min)}..${String(max)}`] ?? "";
  if (compounds) return `<${compounds.map(memberText).join("|")}>${many}`;
  return children ? `${name ?? ""}${many}(${children.map(memberText).join(" ")})` : `${name ?? ""}${many}`;
}
