import { createJsonDocument } from "./json-document.ts";

/** The text with one value a line and two spaces a level; every value keeps its spelling. Throws JsonSyntaxError. */
export function prettyJson(text: string): string {
  const document = createJsonDocument(text);
  return Array.from({ length: document.lineCount }, (_, at) => {
    const { depth, tokens } = document.line(at);
    return "  ".repeat(depth) + tokens.map((token) => token.text).join("");
  }).join("\n");
}
