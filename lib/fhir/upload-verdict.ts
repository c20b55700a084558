import { z } from "zod";

/** What became of one entry of an upload. `done` is a request that stores nothing (a delete or read inside a Bundle). */
export type UploadOutcome = "created" | "updated" | "done" | "refused";

export interface EntryVerdict {
  readonly outcome: UploadOutcome;
  /** HTTP status of the entry; 0 when it was never sent. */
  readonly status: number;
  /** Why it was refused, in the server's words; "" otherwise. */
  readonly message: string;
  /** `Patient/p-1` as stored, when the server says so. */
  readonly stored: string | undefined;
  /** Refused only because something it refers to is not in the store (yet). */
  readonly isMissingReference: boolean;
}

const issueSchema = z.object({
  severity: z.string().optional(),
  diagnostics: z.string().optional(),
  details: z.object({ text: z.string().optional() }).optional(),
  expression: z.array(z.string()).optional(),
  location: z.array(z.string()).optional(),
});
const outcomeSchema = z.object({ issue: z.array(issueSchema) });
const responseSchema = z.object({
  entry: z
    .array(
      z.object({
        response: z
          .object({
            status: z.string(),
            location: z.string().optional(),
            outcome: outcomeSchema.optional().catch(undefined),
          })
          .optional(),
      }),
    )
    .optional(),
});

/** The verdicts of a batch-response or transaction-response, in the order of the `count` entries sent. Throws ZodError on another answer. */
export function readVerdicts(answer: unknown, count: number): readonly EntryVerdict[] {
  const entries = responseSchema.parse(answer).entry ?? [];
  return Array.from({ length: count }, (_, index) => {
    const response = entries[index]?.response;
    if (!response) return refusedVerdict(0, "The server's answer has no verdict for this entry.");
    const status = Number.parseInt(response.status, 10);
    if (!(status >= 200 && status < 300)) return refusedEntry(status, response.outcome);
    return {
      outcome: storedOutcome(status, response.location),
      status,
      message: "",
      stored: storedName(response.location),
      isMissingReference: false,
    };
  });
}

export function refusedVerdict(status: number, message: string, isMissingReference = false): EntryVerdict {
  return { outcome: "refused", status, message, stored: undefined, isMissingReference };
}

/**
 * The verdicts of a transaction that was refused whole: the entry that the problem names carries the reason, the others say that a transaction
 * is all or nothing.
 */
export function refusedTransaction(status: number, message: string, count: number): readonly EntryVerdict[] {
  const culprit = /entry\[(\d+)\]/.exec(message)?.[1];
  return Array.from({ length: count }, (_, index) => {
    const isCulprit = culprit === undefined || Number(culprit) === index;
    const why = isCulprit ? message : `Not stored: a transaction is all or nothing, and entry ${culprit} was refused.`;
    return refusedVerdict(status, why);
  });
}

/** The verdict of an entry of a batch that the console packed: `error at "entry[64].resource.parent": …` says where in the resource. */
export function withoutBatchPlace(verdict: EntryVerdict): EntryVerdict {
  const message = verdict.message
    .replace(/error at "entry\[\d+\](?:\.resource)?": /g, "")
    .replace(/error at "entry\[\d+\]\.resource\.([^"]*)": /g, 'error at "$1": ');
  return { ...verdict, message };
}

function refusedEntry(status: number, outcome: z.infer<typeof outcomeSchema> | undefined): EntryVerdict {
  const issues = outcome?.issue ?? [];
  const isMissingReference = issues.some((issue) => issue.details?.text === "invalid_references");
  const message = issues.map(issueText).filter(Boolean).join(" ");
  return refusedVerdict(status, message || `The server answered ${status} without saying why.`, isMissingReference);
}

function issueText(issue: z.infer<typeof issueSchema>): string {
  const text = issue.diagnostics ?? issue.details?.text ?? "";
  const at = issue.expression?.[0] ?? issue.location?.[0];
  return at && !text.includes(at) ? `${at}: ${text}` : text;
}

function storedOutcome(status: number, location: string | undefined): UploadOutcome {
  if (status === 201) return "created";
  return location === undefined ? "done" : "updated";
}

/** `https://…/fhir/Patient/p-1/_history/MTY4` → `Patient/p-1`. */
function storedName(location: string | undefined): string | undefined {
  const path = location?.replace(/\/_history\/.*$/, "").split("/") ?? [];
  const [type, id] = path.slice(-2);
  return type && id ? `${type}/${id}` : undefined;
}
