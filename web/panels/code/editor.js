// @ts-check
// CodeMirror, dressed for this page. Loaded only when the code is opened. Tab leaves the editor, as it
// leaves any field; Enter indents by itself.

import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { python } from "@codemirror/lang-python";
import { bracketMatching, indentOnInput, indentUnit, syntaxHighlighting } from "@codemirror/language";
import { setDiagnostics } from "@codemirror/lint";
import { getChunks, unifiedMergeView } from "@codemirror/merge";
import { Compartment, EditorState, StateEffect, StateField } from "@codemirror/state";
import {
  Decoration, drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers, MatchDecorator, scrollPastEnd, showTooltip, ViewPlugin,
} from "@codemirror/view";
import { classHighlighter } from "@lezer/highlight";
import { namedEquations } from "./equations.js";

/** @import { StateEffectType } from "@codemirror/state" */
/** @import { Tooltip } from "@codemirror/view" */

/** Equations named in docstrings; each number opens the places where it leads. */
const equations = new MatchDecorator({
  regexp: namedEquations(),
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

/** @type {StateEffectType<{ at: number, number: number } | null>} */
const pointOut = StateEffect.define();

/** The equation's number under the pointer, and where it stands. @param {EditorView} editor @param {MouseEvent} event */
function equationAt(editor, { target, button }) {
  const named = button === 0 && target instanceof Element ? target.closest("[data-equation]") : null;
  return named instanceof HTMLElement ? { at: editor.posAtDOM(named), number: Number(named.dataset.equation) } : null;
}

/**
 * The small window over an equation's number; anything that is done elsewhere closes it. The cursor may come to
 * the number after the window, as it does where one taps.
 * @param {(number: number) => HTMLElement} content
 */
const equationWindow = (content) => StateField.define({
  /** @returns {Tooltip | null} */
  create: () => null,
  update(shown, change) {
    for (const effect of change.effects) {
      if (!effect.is(pointOut)) continue;
      const { value } = effect;
      return value && { pos: value.at, above: true, create: () => ({ dom: content(value.number) }) };
    }
    const { from, to } = change.state.selection.main;
    const here = shown && from >= shown.pos && to <= shown.pos + 1;
    return change.docChanged || (change.selection && !here) ? null : shown;
  },
  provide: (field) => showTooltip.from(field),
});

/**
 * @param {HTMLElement} parent
 * @param {{ onChange(text: string): void, equation(number: number): HTMLElement, label: string }} options
 *   `equation` makes what is shown over an equation's number that was pressed
 */
export function createEditor(parent, { onChange, equation, label }) {
  const diff = new Compartment();
  /** @type {EditorView | undefined} */
  let view;
  /** Puts a place at the editor's top: first by guessed heights, then by those of the lines that this has drawn. @param {number} from */
  function align(from, again = 2) {
    view?.requestMeasure({
      key: parent,
      read: (editor) => editor.lineBlockAt(Math.min(from, editor.state.doc.length)).top + editor.documentPadding.top,
      write: (top, { scrollDOM }) => {
        scrollDOM.scrollTop = top;
        if (again) requestAnimationFrame(() => align(from, again - 1));
      },
    });
  }

  const equationPlaces = equationWindow(equation);
  // CodeMirror draws the lines that can be seen, and hears of scrolling alone: when a jump through the page
  // makes the page grow, its last lines could stay blank.
  const sight = new IntersectionObserver(() => view?.requestMeasure(), { threshold: [0, 0.25, 0.5, 0.75, 1] });
  sight.observe(parent);
  // Where a result takes a part of the editor's height, the line with the cursor stays in it.
  let cursorSeen = false;
  const lookAtCursor = () => {
    if (!view) return;
    const { top, bottom } = view.lineBlockAt(view.state.selection.main.head);
    const { scrollTop, clientHeight } = view.scrollDOM;
    cursorSeen = top >= scrollTop && bottom <= scrollTop + clientHeight + 1;
  };
  let height = 0;
  const size = new ResizeObserver(() => {
    const lower = parent.clientHeight < height;
    height = parent.clientHeight;
    if (view && lower && cursorSeen) view.dispatch({ effects: EditorView.scrollIntoView(view.state.selection.main.head, { y: "center" }) });
  });
  size.observe(parent);
  parent.addEventListener("scroll", lookAtCursor, { capture: true, passive: true });

  /** @param {string} text @param {boolean} readOnly @param {boolean} isPython */
  const state = (text, readOnly, isPython) => EditorState.create({
    doc: text,
    extensions: [
      lineNumbers(), history(), drawSelection(), indentOnInput(), bracketMatching(), highlightActiveLine(),
      indentUnit.of("    "), syntaxHighlighting(classHighlighter),
      ...(isPython ? [python(), equationLinks, equationPlaces] : []),
      keymap.of([...defaultKeymap, ...historyKeymap]),
      // The last lines, too, may be what is to be written at its top.
      ...(readOnly ? [] : [scrollPastEnd()]),
      EditorView.lineWrapping, EditorState.readOnly.of(readOnly),
      EditorView.contentAttributes.of({ tabindex: "0", "aria-label": label, "aria-readonly": String(readOnly), "aria-describedby": "code-editor-hint" }),
      EditorView.domEventHandlers({
        mousedown: (event, editor) => {
          const pressed = equationAt(editor, event);
          if (!pressed) return;
          // Not a click: none comes where the press, by moving the cursor, had the line drawn anew.
          addEventListener("mouseup", (release) => {
            const value = equationAt(editor, release);
            if (value?.at === pressed.at) editor.dispatch({ effects: pointOut.of(value) });
          }, { once: true });
        },
        keydown: (event, editor) => {
          if (event.key === "Escape") editor.dispatch({ effects: pointOut.of(null) });
        },
      }),
      EditorView.updateListener.of((update) => {
        if (update.docChanged) onChange(update.state.doc.toString());
        if (update.selectionSet || update.docChanged) requestAnimationFrame(lookAtCursor);
      }),
      diff.of([]),
    ],
  });

  return {
    close() {
      sight.disconnect();
      size.disconnect();
      parent.removeEventListener("scroll", lookAtCursor, { capture: true });
      view?.destroy();
    },

    /** Another text, with its own undo history. @param {string} text @param {boolean} readOnly @param {boolean} isPython */
    open(text, readOnly, isPython) {
      if (view) view.setState(state(text, readOnly, isPython));
      else view = new EditorView({ state: state(text, readOnly, isPython), parent });
    },

    /** Begins with a line, at the editor's top; the page stays. @param {number} line */
    begin(line) {
      if (!view) return;
      const { from } = view.state.doc.line(Math.min(Math.max(line, 1), view.state.doc.lines));
      view.dispatch({ selection: { anchor: from } });
      align(from);
    },

    /** @param {number} line @param {boolean} [focus] */
    goTo(line, focus = true) {
      if (!view) return;
      const at = view.state.doc.line(Math.min(Math.max(line, 1), view.state.doc.lines));
      view.dispatch({ selection: { anchor: at.from }, effects: EditorView.scrollIntoView(at.from, { y: "center" }) });
      if (focus) view.focus();
    },

    /** Where one writes stays in sight. */
    stay() {
      view?.dispatch({ effects: EditorView.scrollIntoView(view.state.selection.main.head, { y: "nearest", yMargin: 24 }) });
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

    /** The first of what differs, into the middle of what is seen. */
    goToChange() {
      const chunk = view && getChunks(view.state)?.chunks[0];
      if (chunk) view?.dispatch({ effects: EditorView.scrollIntoView(Math.min(chunk.fromB, view.state.doc.length), { y: "center" }) });
    },
  };
}

/** @typedef {ReturnType<typeof createEditor>} Editor */
