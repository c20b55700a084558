import {
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
  startCompletion,
  type Completion,
  type CompletionContext,
  type CompletionResult,
} from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { json } from "@codemirror/lang-json";
import { bracketMatching, codeFolding, foldGutter, foldKeymap, indentOnInput, indentUnit } from "@codemirror/language";
import { lintGutter, lintKeymap } from "@codemirror/lint";
import { search, searchKeymap } from "@codemirror/search";
import { EditorState, type Extension } from "@codemirror/state";
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
} from "@codemirror/view";
import { completeJson, type JsonCompletion } from "#lib/fhir/complete-json.ts";
import type { Definitions } from "#lib/fhir/definitions.ts";
import { EDITOR_LOOK } from "./editor-look.ts";
import { LARGE_TEXT, tellText } from "./tell-text.ts";

export interface EditorSetup {
  readonly label: string;
  readonly text: string;
  readonly definitions: Definitions;
  readonly onText: (text: string) => void;
}

/** An editor for the JSON of one resource. Tab leaves it, as everywhere; F8 hops to the next problem. */
export function openEditor(parent: HTMLElement, setup: EditorSetup): EditorView {
  const extensions: Extension = [
    lineNumbers(),
    foldGutter(),
    codeFolding(),
    history(),
    drawSelection(),
    indentOnInput(),
    indentUnit.of("  "),
    bracketMatching(),
    closeBrackets(),
    highlightActiveLine(),
    highlightActiveLineGutter(),
    lintGutter(),
    search({ top: true }),
    json(),
    autocompletion({ override: [(context) => complete(context, setup.definitions)], icons: false }),
    keymap.of([
      ...closeBracketsKeymap,
      ...completionKeymap,
      ...defaultKeymap,
      ...searchKeymap,
      ...historyKeymap,
      ...foldKeymap,
      ...lintKeymap,
    ]),
    EditorView.lineWrapping,
    EditorView.contentAttributes.of({ "aria-label": setup.label, spellcheck: "false", autocapitalize: "off" }),
    tellText(setup.onText),
    EDITOR_LOOK,
  ];
  return new EditorView({ parent, state: EditorState.create({ doc: setup.text, extensions }) });
}

/** While a name or value is being typed, its opening quote stays out of what is compared. */
function complete(context: CompletionContext, definitions: Definitions): CompletionResult | null {
  // Reading a large text at every key would hold up the next one; asked for, it may take its time.
  if (!context.explicit && context.state.doc.length >= LARGE_TEXT) return null;
  const found = completeJson(context.state.doc.toString(), context.pos, definitions);
  if (!found) return null;
  const isQuoted = context.state.sliceDoc(found.from, found.from + 1) === '"' && context.pos > found.from;
  if (!context.explicit && !isQuoted && found.from === context.pos) return null;
  return {
    from: isQuoted ? found.from + 1 : found.from,
    to: Math.max(context.pos, isQuoted && found.to > found.from + 1 ? found.to - 1 : found.to),
    options: found.options.map((option, at) => toCompletion(option, found.options.length - at)),
    validFor: /^[\w:/.#-]*$/u,
  };
}

function toCompletion(option: JsonCompletion, rank: number): Completion {
  return {
    label: option.label,
    detail: option.isRequired ? `${option.detail} · required` : option.detail,
    ...(option.info === "" ? {} : { info: option.info }),
    // Mandatory members and the order of the standard come before the alphabet.
    boost: Math.min(99, rank) - (option.isRequired ? 0 : 20),
    apply: (view, _, from, to) => {
      const start = view.state.sliceDoc(from - 1, from) === '"' ? from - 1 : from;
      const end = start < from && view.state.sliceDoc(to, to + 1) === '"' ? to + 1 : to;
      const cursor = start + option.before.length;
      view.dispatch({
        changes: { from: start, to: end, insert: option.before + option.after },
        selection: { anchor: cursor },
        userEvent: "input.complete",
      });
      if (option.after !== "") startCompletion(view);
    },
  };
}
