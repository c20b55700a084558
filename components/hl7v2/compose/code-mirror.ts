import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { lintGutter, lintKeymap } from "@codemirror/lint";
import { search, searchKeymap } from "@codemirror/search";
import { EditorState, RangeSetBuilder, type Extension } from "@codemirror/state";
import {
  Decoration,
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightSpecialChars,
  keymap,
  lineNumbers,
  ViewPlugin,
  type DecorationSet,
  type ViewUpdate,
} from "@codemirror/view";
import { MONO, token } from "#components/ui/tokens.ts";

export interface EditorSetup {
  readonly label: string;
  readonly text: string;
  readonly onText: (text: string) => void;
  readonly onCursor: (offset: number) => void;
  /** A whole message was pasted, with its own terminators: answers what goes into the editor, or undefined to paste as it is. */
  readonly onPaste: (text: string) => string | undefined;
}

/** An editor for one message: a segment a line. Tab leaves it, as everywhere; F8 hops to the next problem. */
export function openEditor(parent: HTMLElement, setup: EditorSetup): EditorView {
  const extensions: Extension = [
    lineNumbers(),
    history(),
    drawSelection(),
    highlightActiveLine(),
    highlightSpecialChars(),
    lintGutter(),
    search({ top: true }),
    keymap.of([...defaultKeymap, ...searchKeymap, ...historyKeymap, ...lintKeymap]),
    EditorView.lineWrapping,
    EditorView.contentAttributes.of({ "aria-label": setup.label, spellcheck: "false", autocapitalize: "off" }),
    EditorView.updateListener.of((update) => {
      if (update.docChanged) setup.onText(update.state.doc.toString());
      if (update.docChanged || update.selectionSet) setup.onCursor(update.state.selection.main.head);
    }),
    EditorView.domEventHandlers({
      paste: (event, view) => {
        const text = setup.onPaste(event.clipboardData?.getData("text/plain") ?? "");
        if (text === undefined) return false;
        event.preventDefault();
        view.dispatch({ ...view.state.replaceSelection(text), userEvent: "input.paste", scrollIntoView: true });
        return true;
      },
    }),
    DELIMITERS,
    LOOK,
  ];
  return new EditorView({ parent, state: EditorState.create({ doc: setup.text, extensions }) });
}

const SEGMENT_ID = Decoration.mark({ attributes: { style: `color: ${token.key}; font-weight: 600` } });
const FIELD = Decoration.mark({ attributes: { style: `color: ${token.dim}` } });
const PART = Decoration.mark({ attributes: { style: `color: ${token.num}` } });

/** Segment ids and delimiters in colour: the delimiters that the first line declares. */
const DELIMITERS = ViewPlugin.fromClass(
  class {
    decorations: DecorationSet;
    constructor(view: EditorView) {
      this.decorations = colour(view);
    }
    update(update: ViewUpdate) {
      if (update.docChanged || update.viewportChanged) this.decorations = colour(update.view);
    }
  },
  { decorations: (plugin) => plugin.decorations },
);

function colour(view: EditorView): DecorationSet {
  const head = view.state.doc.line(1).text;
  const field = head.startsWith("MSH") ? head.charAt(3) || "|" : "|";
  const parts = new Set((head.startsWith("MSH") ? head.slice(4, 8) : "^~\\&").replaceAll(field, ""));
  const builder = new RangeSetBuilder<Decoration>();
  for (const { from, to } of view.visibleRanges) {
    for (let at = from; at <= to;) {
      const line = view.state.doc.lineAt(at);
      if (line.length >= 3) builder.add(line.from, line.from + 3, SEGMENT_ID);
      for (let column = 3; column < line.length; column++) {
        const character = line.text.charAt(column);
        if (character === field) builder.add(line.from + column, line.from + column + 1, FIELD);
        else if (parts.has(character)) builder.add(line.from + column, line.from + column + 1, PART);
      }
      at = line.to + 1;
    }
  }
  return builder.finish();
}

/** The console's colours, the same rules in both themes: the tokens change, not the editor. */
const LOOK = EditorView.theme({
  "&": { height: "100%", fontSize: "12.5px", color: token.ink, backgroundColor: token.panel },
  "&.cm-focused": { outline: `2px solid ${token.accent}`, outlineOffset: "-2px" },
  ".cm-scroller": { fontFamily: MONO, lineHeight: "21px" },
  ".cm-content": { caretColor: token.ink, padding: "6px 0" },
  ".cm-cursor": { borderLeftColor: token.ink, borderLeftWidth: "2px" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": {
    backgroundColor: token.sel,
  },
  ".cm-gutters": { backgroundColor: token.panel, color: token.dim, borderRight: `1px solid ${token.line}` },
  ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: token.hover },
  ".cm-specialChar": { color: token.err },
  ".cm-tooltip": {
    backgroundColor: token.panel,
    color: token.ink,
    border: `1px solid ${token.line}`,
    borderRadius: "8px",
  },
  ".cm-diagnostic": { padding: "4px 10px", borderLeftWidth: "3px" },
  ".cm-lintRange-error": { backgroundImage: "none", textDecoration: `underline wavy ${token.err}` },
  ".cm-lintRange-warning": { backgroundImage: "none", textDecoration: `underline wavy ${token.warn}` },
  ".cm-panels": { backgroundColor: token.bg, color: token.ink, borderColor: token.line },
});
