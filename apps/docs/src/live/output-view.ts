import { html } from '../demos/shared/element.js';
import { bounds, type Failure, type Level, type Line } from './protocol.js';

/** What a run printed, and the error that ended it. Everything is put in as text. */
export class OutputView {
  readonly element = html('div', { class: 'printed', role: 'region', 'aria-label': 'Output', tabIndex: 0 });
  readonly #more = html('p', { class: 'more', hidden: true });
  #lineCount = 0;

  /** How many things were printed, the hidden ones too. */
  get lineCount(): number {
    return this.#lineCount;
  }

  clear(): void {
    this.#lineCount = 0;
    this.#more.hidden = true;
    this.element.replaceChildren();
  }

  /** Adds lines; `droppedCount` more are told of only. */
  print(lines: readonly Line[], droppedCount: number): void {
    for (const line of lines) {
      if (line.kind === 'clear') this.clear();
      else if (this.element.childElementCount <= bounds.lines) this.element.append(drawn(line));
    }
    this.#lineCount = this.element.querySelectorAll('.line, table').length + droppedCount;
    this.#more.hidden = droppedCount === 0;
    this.#more.textContent = `${droppedCount.toLocaleString('en')} more lines are not shown.`;
    if (droppedCount > 0) this.element.append(this.#more);
  }

  /** Shows an error in our form; `goTo` shows a line of the code. */
  fail({ name, message, fix, where = [], line }: Failure, goTo: (line: number) => void): void {
    const error = html(
      'div',
      { class: 'error' },
      html('p', { class: 'problem' }, html('strong', {}, `${name}: `), message),
    );
    for (const place of where) error.append(html('p', { class: 'where' }, `in ${place}`));
    if (fix !== undefined) error.append(html('p', { class: 'fix' }, html('strong', {}, 'fix: '), fix));
    if (line !== undefined) {
      const button = html('button', { type: 'button', 'data-line': line }, `Line ${line}`);
      button.addEventListener('click', () => goTo(line));
      error.append(button);
    }
    this.element.append(error);
  }
}

const names: Readonly<Partial<Record<Level, string>>> = { warn: 'Warning: ', error: 'Error: ' };

function drawn(line: Exclude<Line, { kind: 'clear' }>): HTMLElement {
  if (line.kind === 'text') {
    const text = html('pre', { class: `line ${line.level}` });
    const name = names[line.level];
    if (name) text.append(html('span', { class: 'sr-only' }, name));
    text.append(line.text);
    return text;
  }
  const row = (cells: readonly string[], tag: 'td' | 'th'): HTMLElement =>
    html('tr', {}, ...cells.map((cell) => html(tag, {}, cell)));
  return html(
    'table',
    {},
    html('thead', {}, row(line.head, 'th')),
    html('tbody', {}, ...line.rows.map((cells) => row(cells, 'td'))),
  );
}
