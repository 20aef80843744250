// @ts-check
// CodeMirror, dressed for this page. Loaded only when the code is opened. Tab leaves the editor, as it
// leaves any field; Enter indents by itself.

import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { python } from "@codemirror/lang-python";
import { bracketMatching, indentOnInput, indentUnit, syntaxHighlighting } from "@codemirror/language";
import { setDiagnostics } from "@codemirror/lint";
import { unifiedMergeView } from "@codemirror/merge";
import { Compartment, EditorState } from "@codemirror/state";
import { Decoration, drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers, MatchDecorator, ViewPlugin } from "@codemirror/view";
import { classHighlighter } from "@lezer/highlight";

/** Equations named in docstrings, as in "(eq. 4, 5)"; each number is a link. */
const equations = new MatchDecorator({
  regexp: /\beq\. \d(?:, \d)*/g,
  decorate: (add, from, _to, match) => {
    for (const digit of match[0].matchAll(/\d/g)) {
      const at = from + digit.index;
      add(at, at + 1, Decoration.mark({ class: "cm-equation", attributes: { "data-equation": digit[0] } }));
    }
  },
});

const equationLinks = ViewPlugin.define(
  (view) => ({
    decorations: equations.createDeco(view),
    update(change) {
      this.decorations = equations.updateDeco(change, this.decorations);
    },
  }),
  { decorations: (plugin) => plugin.decorations },
);

/**
 * @param {HTMLElement} parent
 * @param {{ onChange(text: string): void, onEquation(number: number): void, label: string }} options
 */
export function createEditor(parent, { onChange, onEquation, label }) {
  const diff = new Compartment();
  /** @type {EditorView | undefined} */
  let view;

  /** @param {string} text @param {boolean} readOnly */
  const state = (text, readOnly) => EditorState.create({
    doc: text,
    extensions: [
      lineNumbers(), history(), drawSelection(), indentOnInput(), bracketMatching(), highlightActiveLine(),
      indentUnit.of("    "), python(), syntaxHighlighting(classHighlighter), equationLinks,
      keymap.of([...defaultKeymap, ...historyKeymap]),
      EditorView.lineWrapping, EditorState.readOnly.of(readOnly),
      EditorView.contentAttributes.of({ tabindex: "0", "aria-label": label, "aria-readonly": String(readOnly) }),
      EditorView.domEventHandlers({
        click: (event) => {
          const target = event.target instanceof Element ? event.target.closest("[data-equation]") : null;
          if (target instanceof HTMLElement) onEquation(Number(target.dataset.equation));
        },
      }),
      EditorView.updateListener.of((update) => {
        if (update.docChanged) onChange(update.state.doc.toString());
      }),
      diff.of([]),
    ],
  });

  return {
    /** Another text, with its own undo history. @param {string} text @param {boolean} readOnly */
    open(text, readOnly) {
      if (view) view.setState(state(text, readOnly));
      else view = new EditorView({ state: state(text, readOnly), parent });
    },

    /** @param {number} line @param {boolean} [focus] */
    goTo(line, focus = true) {
      if (!view) return;
      const at = view.state.doc.line(Math.min(Math.max(line, 1), view.state.doc.lines));
      view.dispatch({ selection: { anchor: at.from }, effects: EditorView.scrollIntoView(at.from, { y: "center" }) });
      if (focus) view.focus();
    },

    /** Marks lines with what is wrong there. @param {{ line: number, message: string }[]} marks */
    mark(marks) {
      if (!view) return;
      const { doc } = view.state;
      const found = marks.map(({ line, message }) => {
        const { from, to } = doc.line(Math.min(Math.max(line, 1), doc.lines));
        return { from, to, message, severity: /** @type {const} */ ("error") };
      });
      view.dispatch(setDiagnostics(view.state, found));
    },

    /** Shows what differs from `original`, or nothing of the kind. @param {string | undefined} original */
    compare(original) {
      const extension = original === undefined ? [] : unifiedMergeView({ original, mergeControls: false, gutter: true });
      view?.dispatch({ effects: diff.reconfigure(extension) });
    },
  };
}

/** @typedef {ReturnType<typeof createEditor>} Editor */
