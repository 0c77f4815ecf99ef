import { html } from '../shared/element.js';
import { pictureSize, pixelCount, shortNames } from '../shared/fashion-names.js';
import { drawPicture, pictureCanvas } from '../shared/picture.js';
import type { Item } from './protocol.js';

/** Test pictures with what the net took them for; each can be put into the drawing. */
export class Gallery {
  readonly element = html('ul', { class: 'gallery', 'data-gallery': '' });
  readonly #onPick: (pixels: Float32Array) => void;
  #shown = '';

  constructor(onPick: (pixels: Float32Array) => void) {
    this.#onPick = onPick;
  }

  show(items: readonly Item[], pixels: Float32Array): void {
    // Buttons stay what they are while the answers do.
    const key = `${JSON.stringify(items)} ${pixels[400]}`;
    if (key === this.#shown) return;
    this.#shown = key;
    this.element.replaceChildren(
      ...items.map(({ label, answer, confidence }, i) => {
        const own = pixels.slice(i * pixelCount, (i + 1) * pixelCount);
        const canvas = pictureCanvas();
        drawPicture(canvas, own, pictureSize);
        const [is, taken] = [shortNames[label], shortNames[answer]] as [string, string];
        const share = `${Math.round(100 * confidence)} %`;
        const button = html(
          'button',
          { type: 'button', title: 'Put it into the drawing' },
          canvas,
          html('span', { class: 'truth' }, is),
          html('span', { class: label === answer ? 'hit' : 'miss' }, `→ ${taken} ${share}`),
        );
        button.addEventListener('click', () => this.#onPick(own));
        return html('li', {}, button);
      }),
    );
  }
}
