import { syntaxTree } from "@codemirror/language";
import type { Extension, Range } from "@codemirror/state";
import { Decoration, EditorView, ViewPlugin, type DecorationSet, type ViewUpdate } from "@codemirror/view";
import { MONO, token } from "#components/ui/tokens.ts";

/** The editor in the console's colours, the same rules in both themes: the tokens change, not the editor. */
export const EDITOR_LOOK: Extension = [
  // The text is a stop of the Tab key by itself; said outright, everyone sees that the area that scrolls can be reached (WCAG 2.1.1).
  EditorView.contentAttributes.of({ tabindex: "0" }),
  EditorView.theme({
    "&": { height: "100%", fontSize: "12.5px", color: token.ink, backgroundColor: token.panel },
    "&.cm-focused": { outline: `2px solid ${token.accent}`, outlineOffset: "-2px" },
    ".cm-scroller": { fontFamily: MONO, lineHeight: "20px" },
    ".cm-content": { caretColor: token.ink, padding: "6px 0" },
    ".cm-cursor": { borderLeftColor: token.ink, borderLeftWidth: "2px" },
    "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": {
      backgroundColor: token.sel,
    },
    ".cm-gutters": { backgroundColor: token.panel, color: token.dim, borderRight: `1px solid ${token.line}` },
    ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: token.hover },
    ".cm-matchingBracket": { backgroundColor: token.hl, outline: `1px solid ${token.hlEdge}` },
    ".cm-foldPlaceholder": { backgroundColor: token.hover, color: token.dim, borderColor: token.line },
    ".cm-tooltip": {
      backgroundColor: token.panel,
      color: token.ink,
      border: `1px solid ${token.line}`,
      borderRadius: "8px",
      boxShadow: token.shadowHigh,
      overflow: "hidden",
    },
    ".cm-tooltip.cm-tooltip-autocomplete > ul": { fontFamily: MONO, fontSize: "12px", maxHeight: "16em" },
    ".cm-tooltip-autocomplete ul li[aria-selected]": { backgroundColor: token.sel, color: token.ink },
    ".cm-completionDetail": { color: token.dim, fontStyle: "normal", marginLeft: "12px" },
    ".cm-completionMatchedText": { textDecoration: "none", fontWeight: "700" },
    ".cm-completionInfo": { padding: "6px 10px", maxWidth: "340px" },
    ".cm-diagnostic": { padding: "4px 10px", borderLeftWidth: "3px" },
    ".cm-diagnostic-error": { borderLeftColor: token.err },
    ".cm-diagnostic-warning": { borderLeftColor: token.warn },
    ".cm-lintRange-error": {
      backgroundImage: "none",
      borderBottom: `2px wavy ${token.err}`,
      textDecoration: `underline wavy ${token.err}`,
    },
    ".cm-lintRange-warning": { backgroundImage: "none", textDecoration: `underline wavy ${token.warn}` },
    ".cm-panels": { backgroundColor: token.bg, color: token.ink, borderColor: token.line },
    ".cm-panel input, .cm-panel button": {
      font: "inherit",
      color: token.ink,
      backgroundImage: "none",
      backgroundColor: token.panel,
      border: `1px solid ${token.control}`,
      borderRadius: "6px",
    },
    ".cm-searchMatch": { backgroundColor: token.hl, outline: `1px solid ${token.hlEdge}` },
    ".cm-changedLine": { backgroundColor: `${token.okSoft} !important` },
    ".cm-deletedChunk": { backgroundColor: `${token.errSoft} !important` },
    "&.cm-merge-b .cm-changedText, .cm-insertedLine .cm-changedText": {
      background: token.okSoft,
      textDecoration: `underline ${token.ok}`,
    },
    ".cm-deletedChunk .cm-deletedText": { background: token.errSoft, textDecoration: `underline ${token.err}` },
    ".cm-changeGutter": { width: "3px" },
    ".cm-changedLineGutter": { background: token.ok },
    ".cm-deletedLineGutter": { background: token.err },
    ".cm-collapsedLines:before, .cm-collapsedLines:after": { content: '"⋯" !important' },
    ".cm-collapsedLines": { background: token.hover, color: token.dim, padding: "3px 10px" },
  }),
  ViewPlugin.fromClass(
    class {
      decorations: DecorationSet;
      constructor(view: EditorView) {
        this.decorations = colour(view);
      }
      update(update: ViewUpdate) {
        if (update.docChanged || update.viewportChanged || syntaxTree(update.startState) !== syntaxTree(update.state))
          this.decorations = colour(update.view);
      }
    },
    { decorations: (plugin) => plugin.decorations },
  ),
];

const mark = (color: string) => Decoration.mark({ attributes: { style: `color: ${color}` } });
/** By the names of the JSON grammar's nodes. */
const MARKS: Readonly<Record<string, Decoration>> = {
  PropertyName: mark(token.key),
  String: mark(token.str),
  Number: mark(token.num),
  True: mark(token.num),
  False: mark(token.num),
  Null: mark(token.num),
};

function colour(view: EditorView): DecorationSet {
  const ranges: Range<Decoration>[] = [];
  for (const { from, to } of view.visibleRanges) {
    syntaxTree(view.state).iterate({
      from,
      to,
      enter: (node) => {
        const found = MARKS[node.name];
        if (found) ranges.push(found.range(node.from, node.to));
      },
    });
  }
  return Decoration.set(ranges);
}
