import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { javascript } from '@codemirror/lang-javascript';
import { bracketMatching, HighlightStyle, indentOnInput, syntaxHighlighting } from '@codemirror/language';
import { EditorState, StateEffect, StateField } from '@codemirror/state';
import {
  Decoration,
  type DecorationSet,
  drawSelection,
  EditorView,
  highlightActiveLine,
  keymap,
  lineNumbers,
} from '@codemirror/view';
import { tags } from '@lezer/highlight';

/** What an editor is for and what it calls. */
export interface EditorOptions {
  readonly code: string;
  readonly label: string;
  /** The id of the text that says how to leave it by keyboard. */
  readonly describedBy: string;
  readonly onRun: () => void;
}

/** A code editor: TypeScript, our colours, the line of an error marked until the code changes. */
export class Editor {
  readonly #view: EditorView;

  constructor(parent: HTMLElement, { code, label, describedBy, onRun }: EditorOptions) {
    this.#view = new EditorView({
      parent,
      state: EditorState.create({
        doc: code,
        extensions: [
          lineNumbers(),
          history(),
          drawSelection(),
          indentOnInput(),
          bracketMatching(),
          highlightActiveLine(),
          javascript({ typescript: true }),
          syntaxHighlighting(colours),
          theme,
          wrong,
          keymap.of([
            {
              key: 'Mod-Enter',
              run: () => {
                onRun();
                return true;
              },
            },
            indentWithTab,
            ...defaultKeymap,
            ...historyKeymap,
          ]),
          EditorView.contentAttributes.of({
            'aria-label': label,
            'aria-describedby': describedBy,
            tabindex: '0',
          }),
        ],
      }),
    });
  }

  get code(): string {
    return this.#view.state.doc.toString();
  }

  set code(code: string) {
    this.#view.dispatch({ changes: { from: 0, to: this.#view.state.doc.length, insert: code } });
  }

  focus(): void {
    this.#view.focus();
  }

  /** Marks a line as wrong, or none. */
  mark(line: number | undefined): void {
    this.#view.dispatch({ effects: setWrong.of(this.#start(line)) });
  }

  /** Puts the caret on a line and shows it. */
  goTo(line: number): void {
    const anchor = this.#start(line) ?? 0;
    this.#view.dispatch({ selection: { anchor }, scrollIntoView: true });
    this.#view.focus();
  }

  #start(line: number | undefined): number | undefined {
    const { doc } = this.#view.state;
    return line === undefined || line < 1 || line > doc.lines ? undefined : doc.line(line).from;
  }
}

const setWrong = StateEffect.define<number | undefined>();

const wrong = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(marks, { docChanged, effects }) {
    const set = effects.find((effect) => effect.is(setWrong));
    if (set) return set.value === undefined ? Decoration.none : Decoration.set(wrongLine.range(set.value));
    return docChanged ? Decoration.none : marks;
  },
  provide: (field) => EditorView.decorations.from(field),
});

const wrongLine = Decoration.line({ class: 'wrong-line' });

/** Colours are those of the site, so that they follow its theme. */
const theme = EditorView.theme({
  '&': { backgroundColor: 'var(--descent-ground)', color: 'var(--descent-ink)', fontSize: '0.875rem' },
  '&.cm-focused': { outline: '2px solid var(--sl-color-accent)', outlineOffset: '1px' },
  '.cm-scroller': { fontFamily: 'var(--__sl-font-mono)', lineHeight: '1.55', overflow: 'auto' },
  '.cm-content': { caretColor: 'var(--descent-ink)', paddingBlock: '0.75rem' },
  '.cm-cursor': { borderLeftColor: 'var(--descent-ink)' },
  '.cm-gutters': {
    backgroundColor: 'transparent',
    color: 'var(--descent-muted)',
    border: 'none',
    paddingInlineStart: '0.25rem',
  },
  '.cm-activeLine': { backgroundColor: 'color-mix(in srgb, var(--descent-grid) 35%, transparent)' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
    backgroundColor: 'color-mix(in srgb, var(--descent-blue) 30%, transparent)',
  },
  '.wrong-line': {
    backgroundColor: 'color-mix(in srgb, var(--descent-orange) 22%, transparent)',
    boxShadow: 'inset 3px 0 var(--descent-orange)',
  },
});

const colours = HighlightStyle.define([
  { tag: tags.comment, color: 'var(--descent-muted)', fontStyle: 'italic' },
  { tag: [tags.keyword, tags.modifier, tags.operatorKeyword], color: 'var(--descent-pink)' },
  { tag: [tags.string, tags.special(tags.string), tags.regexp], color: 'var(--descent-green)' },
  { tag: [tags.number, tags.bool, tags.null], color: 'var(--descent-orange)' },
  { tag: [tags.function(tags.variableName), tags.function(tags.propertyName)], color: 'var(--descent-blue)' },
  { tag: [tags.typeName, tags.className], color: 'var(--descent-blue)', fontStyle: 'italic' },
]);
