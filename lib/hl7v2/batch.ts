import { parseMessage, type Segment, type Span } from "./message.ts";

export interface BatchFile {
  /** Spans of the messages, header to last segment, terminators included. */
  readonly messages: readonly Span[];
  /** FHS, BHS, BTS and FTS segments, in order. */
  readonly envelope: readonly Segment[];
  /** Segments outside any message: neither after an MSH nor an envelope. */
  readonly strays: readonly Segment[];
  /** What the trailers promised against what is there. */
  readonly problems: readonly string[];
}

const ENVELOPE: ReadonlySet<string> = new Set(["FHS", "BHS", "BTS", "FTS"]);

/** Cuts a file into messages: one message, many in a row, or the batch protocol with its envelopes. HL7 v2.5.1 §2.10.3. */
export function splitBatch(text: string): BatchFile {
  const messages: { start: number; end: number }[] = [];
  const envelope: Segment[] = [];
  const strays: Segment[] = [];
  let isInMessage = false;
  for (const segment of parseMessage(text).segments) {
    const end = segment.end + segment.terminator.length;
    const current = messages.at(-1);
    if (ENVELOPE.has(segment.id)) {
      envelope.push(segment);
      isInMessage = false;
    } else if (segment.id === "MSH") {
      messages.push({ start: segment.start, end });
      isInMessage = true;
    } else if (isInMessage && current) current.end = end;
    else strays.push(segment);
  }
  return { messages, envelope, strays, problems: wrongCounts(text, envelope, messages) };
}

/** BTS-1 is the number of messages in the batch, FTS-1 the number of batches in the file. */
function wrongCounts(text: string, envelope: readonly Segment[], messages: readonly Span[]): string[] {
  const problems: string[] = [];
  let batchStart = 0;
  let batches = 0;
  for (const segment of envelope) {
    if (segment.id === "BHS") {
      batchStart = segment.end;
      batches += 1;
    }
    const promised = Number.parseInt(text.slice(segment.start + 4, segment.end), 10);
    const isTrailer = segment.id === "BTS" || segment.id === "FTS";
    const counted =
      segment.id === "BTS"
        ? messages.filter(({ start }) => start > batchStart && start < segment.start).length
        : batches;
    if (isTrailer && Number.isInteger(promised) && promised !== counted) {
      problems.push(
        `${segment.id}-1 promises ${promised} ${segment.id === "BTS" ? "messages" : "batches"}, ${counted} are there.`,
      );
    }
  }
  return problems;
}
