import { parseMessage } from "./message.ts";
import type { TemplateStamp } from "./templates.ts";

/** The same message with a new MSH-7 (time) and MSH-10 (control id); text without a header stays as it is. */
export function restamp(text: string, { time, controlId }: TemplateStamp): string {
  const message = parseMessage(text);
  const header = message.segments.find(({ id }) => id === "MSH");
  if (!header) return text;
  const { field } = message.delimiters;
  const parts = text.slice(header.start, header.end).split(field);
  while (parts.length < 10) parts.push("");
  // parts[0] is the id and MSH-1 the separator itself, so MSH-n is parts[n - 1].
  parts[6] = time;
  parts[9] = controlId;
  return text.slice(0, header.start) + parts.join(field) + text.slice(header.end);
}
