import { html } from '../element.js';
import { type BackendChoice, backendLabels, isMissing } from './backends.js';

/** Names the backend in use and its threads, and lets the reader take another. */
export class BackendSwitch {
  readonly element = html('p', { class: 'backend' });
  readonly #select: HTMLSelectElement;
  readonly #description = html('span', { 'data-value': 'backend' }, '…');
  #inUse: BackendChoice = 'cpu';

  /** @param done - what the demo does there: trained or computed */
  constructor(onChoice: (choice: BackendChoice) => void, signal: AbortSignal, done = 'Trained') {
    this.#select = html('select', { name: 'backend', 'aria-label': 'backend' });
    for (const [choice, label] of Object.entries(backendLabels) as [BackendChoice, string][]) {
      const missing = choice === 'cpu' ? undefined : isMissing(choice);
      this.#select.append(
        html(
          'option',
          { value: choice, disabled: missing !== undefined },
          missing ? `${label}: ${missing}` : label,
        ),
      );
    }
    this.#select.addEventListener('input', () => onChoice(this.#select.value as BackendChoice), { signal });
    this.element.append(`${done} in this page by Descent on `, this.#description, ' ', this.#select);
  }

  get choice(): BackendChoice {
    return this.#select.value as BackendChoice;
  }

  /** What is in use now. */
  show(choice: BackendChoice, description: string): void {
    this.#inUse = choice;
    this.#select.value = choice;
    const threads = choice === 'cpu' ? isMissing('cpu') : undefined;
    this.#description.textContent = threads ? `${description} (${threads})` : description;
  }

  /** The one asked for did not start: the one before is in use. */
  takeBack(): void {
    this.#select.value = this.#inUse;
  }
}
