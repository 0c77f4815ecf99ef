import { html } from '../shared/element.js';
import { HeatRows } from '../shared/heat-rows.js';
import { Scrubber } from '../shared/scrubber.js';
import { NormBars } from './norm-bars.js';
import type { View } from './protocol.js';

/** Gradients layer by layer: now or at a step before, and over the last steps. */
export class FlowFigures {
  readonly bars: NormBars;
  readonly #map = new HeatRows('Gradient norms: a row for each layer, a column for each step');
  readonly #scrubber: Scrubber;
  readonly figures: readonly HTMLElement[];
  readonly #onStep: (place: number) => void;
  #view: View | undefined;
  #layer = 1;
  #first = 0;

  /**
   * @param exponents - the powers of ten that are always shown
   * @param onLayer - the reader pointed at a layer, from 1
   * @param onStep - the reader looks at a step, which is a place in the past of the view
   */
  constructor(
    exponents: readonly [low: number, high: number],
    onLayer: (layer: number) => void,
    onStep: (place: number) => void,
    signal: AbortSignal,
  ) {
    const options = {
      label: 'Norm of the gradient of each layer',
      yTitle: 'norm of the gradient',
      exponents,
    };
    this.bars = new NormBars(options, onLayer, signal);
    this.#onStep = onStep;
    this.#scrubber = new Scrubber('Look back at step', () => this.#draw(), signal);
    this.figures = [
      figure(
        [this.bars.picture],
        'Every bar is a layer, on a scale of powers of ten. Press one to look at it. The short lines are where the bars ended before the last change of settings.',
      ),
      figure(
        [this.#map.element, this.#scrubber.element],
        'The same over the last steps: the first layer on top, steps from left to right, large norms bright.',
      ),
    ];
  }

  /** @param layer - the one that is looked at, from 1 */
  show(view: View, step: number, layer: number): void {
    this.#view = view;
    this.#layer = layer;
    this.#first = step - view.pastLosses.length + 1;
    this.#scrubber.show(step, step, this.#first);
    this.#draw();
  }

  #draw(): void {
    if (!this.#view) return;
    const { pastNorms, pastLosses, norms } = this.#view;
    const place = this.#scrubber.step - this.#first;
    const depth = norms.length;
    this.bars.show(pastNorms.subarray(place * depth, (place + 1) * depth), this.#layer, pastNorms);
    const [low, high] = this.bars.exponents;
    const count = pastLosses.length;
    const shares = Float32Array.from({ length: depth * count }, (_, i) => {
      const norm = pastNorms[(i % count) * depth + Math.floor(i / count)] as number;
      return Number.isFinite(norm) ? Math.max(0, (Math.log10(norm) - low) / (high - low)) : Number.NaN;
    });
    this.#map.show(shares, depth, count);
    this.#onStep(place);
  }
}

function figure(content: readonly Element[], caption: string): HTMLElement {
  return html('figure', {}, ...content, html('figcaption', {}, caption));
}
