import { html } from '../../shared/element.js';
import { showNumber } from '../../shared/numbers.js';
import type { State } from '../state/state.js';
import type { View } from '../worker/messages.js';
import { button } from './controls.js';

/** How many epochs the way out goes back. */
const epochsBack = 20;

/** Says where training ran away, and offers a way out. */
export class Alarm {
  readonly element = html('div', { class: 'alarm', role: 'alert', hidden: true });
  readonly #recover: (learningRate: number, epoch: number) => void;

  /** @param recover - the reader wants to go back to an epoch, with another rate */
  constructor(recover: (learningRate: number, epoch: number) => void) {
    this.#recover = recover;
  }

  show({ failure, epoch }: View, { networkShape, learningRate }: State): void {
    this.element.hidden = !failure;
    if (!failure) {
      this.element.replaceChildren();
      return;
    }
    if (this.element.childElementCount > 0) return;
    const { layer, normsBefore, gradientNorm, batch } = failure;
    const hidden = layer === networkShape.length ? 'the output layer' : `hidden layer ${Number(layer) + 1}`;
    const norms = [...normsBefore, gradientNorm].map((norm) => showNumber(norm, 2)).join(', ');
    const rate = Number((learningRate / 3).toPrecision(2));
    const text = `Training ran away in epoch ${failure.epoch}, batch ${batch}: numbers of ${layer === undefined ? 'the loss' : hidden} are not finite any more. The norms of the last gradients were ${norms}. The net is kept as it was after epoch ${epoch}.`;
    const back = Math.max(0, epoch - epochsBack);
    const label = `Go back ${epochsBack} epochs, with the rate ${rate}`;
    this.element.append(
      html('p', {}, text),
      button(label, () => this.#recover(rate, back), { 'data-action': 'recover' }),
    );
  }
}
