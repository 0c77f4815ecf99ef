import { html } from '../demos/shared/element.js';
import { Status } from '../demos/shared/status.js';
import { Editor } from './editor.js';
import { codeInLink, fitsInLink, linkTo } from './link.js';
import { OutputView } from './output-view.js';
import type { Failure } from './protocol.js';
import { Run } from './run.js';

let editorCount = 0;

/** An editor beside what its code prints. */
export class LiveCode {
  readonly #first: string;
  readonly #output = new OutputView();
  readonly #status = new Status();
  readonly #editor: Editor;
  readonly #runButton = button('run', 'Run', () => this.run());
  readonly #stopButton = button('stop', 'Stop', () => this.stop('Stopped.'));
  #run: Run | undefined;
  #startedAt = 0;

  /**
   * @param root - what is filled
   * @param code - what the editor begins with
   */
  constructor(root: HTMLElement, code: string, title: string) {
    this.#first = code;
    const hint = `live-hint-${editorCount++}`;
    const place = html('div', { class: 'editor' });
    root.replaceChildren(
      html(
        'div',
        { class: 'panes' },
        html(
          'div',
          { class: 'writing' },
          place,
          html(
            'div',
            { class: 'buttons' },
            this.#runButton,
            this.#stopButton,
            button('reset', 'Reset', () => this.#reset()),
            button('copy-link', 'Copy link', () => void this.#copyLink()),
            button('project', 'Download as a project', () => void this.#download()),
          ),
          this.#status.element,
        ),
        this.#output.element,
      ),
      html(
        'p',
        { class: 'hint', id: hint },
        'Ctrl+Enter or ⌘+Enter runs the code. Tab indents; Escape and then Tab leaves the editor.',
      ),
    );
    this.#editor = new Editor(place, {
      code,
      label: `Code: ${title}`,
      describedBy: hint,
      onRun: () => this.run(),
    });
    this.#stopButton.disabled = true;
    addEventListener('pagehide', () => this.#run?.stop());
  }

  /** Runs what is in the editor, in place of what runs. */
  run(): void {
    this.#run?.stop();
    this.#output.clear();
    this.#editor.mark(undefined);
    this.#stopButton.disabled = false;
    this.#status.say('Loading the packages…');
    this.#run = new Run(this.#editor.code, {
      started: () => {
        this.#startedAt = performance.now();
        this.#status.say('Running…');
      },
      printed: (lines, droppedCount) => this.#output.print(lines, droppedCount),
      done: () => {
        const seconds = ((performance.now() - this.#startedAt) / 1000).toFixed(2);
        this.#status.say(`Done after ${seconds} s: ${counted(this.#output.lineCount)}.`);
      },
      failed: (failure) => this.#fail(failure),
    });
  }

  /** Ends the run, whatever it does. */
  stop(text: string): void {
    this.#run?.stop();
    this.#run = undefined;
    this.#stopButton.disabled = true;
    this.#status.say(text);
  }

  focus(): void {
    this.#editor.focus();
  }

  /** Shows code that came with the page's link. It does not run before the reader says so. */
  async openLink(): Promise<void> {
    const shared = await codeInLink(location.hash);
    if (!shared) return;
    if ('problem' in shared) return this.#status.say(shared.problem);
    this.#editor.code = shared.code;
    this.#status.say('This code came with the link. It runs when you press Run.');
  }

  #fail(failure: Failure): void {
    const { name, message, line } = failure;
    this.#output.fail(failure, (wanted) => this.#editor.goTo(wanted));
    this.#editor.mark(line);
    this.stop(`${line === undefined ? '' : `Line ${line}: `}${name}: ${message}`);
  }

  #reset(): void {
    this.#output.clear();
    this.#editor.code = this.#first;
    this.stop('The code is as it was.');
  }

  async #copyLink(): Promise<void> {
    const { code } = this.#editor;
    if (!fitsInLink(code)) return this.#status.say('The code is too long for a link.');
    const link = await linkTo(code);
    const isCopied = await navigator.clipboard?.writeText(link).then(
      () => true,
      () => false,
    );
    if (isCopied) return this.#status.say('A link to this code is copied.');
    this.#status.say('');
    this.#status.element.append(html('a', { href: link }, 'The link to this code'));
  }

  async #download(): Promise<void> {
    const { projectZip } = await import('./project.js');
    const zip = new Blob([await projectZip(this.#editor.code)], { type: 'application/zip' });
    const link = html('a', { href: URL.createObjectURL(zip), download: 'descent-project.zip' });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
    this.#status.say('The project is in your downloads: unzip it, then npm install and npm start.');
  }
}

function button(action: string, text: string, act: () => void): HTMLButtonElement {
  const element = html('button', { type: 'button', 'data-action': action }, text);
  element.addEventListener('click', act);
  return element;
}

const counted = (count: number): string =>
  `${count.toLocaleString('en')} line${count === 1 ? '' : 's'} of output`;
