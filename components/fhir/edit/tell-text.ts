import { type EditorView, ViewPlugin, type ViewUpdate } from "@codemirror/view";

/** From so many characters on, telling the text at every key would hold up the next one. */
export const LARGE_TEXT = 500_000;
const PAUSE_MS = 400;

/** Tells the text after each change; a large one after a pause in typing, and at once when the editor is left or the keys go to something else. */
export function tellText(onText: (text: string) => void) {
  return ViewPlugin.define((view) => new Teller(view, onText), {
    eventHandlers: {
      keydown(event) {
        if (event.ctrlKey || event.metaKey) this.tell();
      },
    },
  });
}

class Teller {
  readonly #view: EditorView;
  readonly #onText: (text: string) => void;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(view: EditorView, onText: (text: string) => void) {
    this.#view = view;
    this.#onText = onText;
  }

  update(update: ViewUpdate): void {
    if (update.docChanged) {
      this.#wait();
      if (update.state.doc.length < LARGE_TEXT) this.tell();
    }
    if (update.focusChanged && !update.view.hasFocus) this.tell();
  }

  destroy(): void {
    this.tell();
  }

  #wait(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.tell(), PAUSE_MS);
  }

  tell(): void {
    if (this.#timer === undefined) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#onText(this.#view.state.doc.toString());
  }
}
