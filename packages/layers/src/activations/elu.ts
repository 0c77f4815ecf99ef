import { checkLevel, elu as exponential, less, mul, type Tensor, where } from '@descent/core';
import { defineLayer } from '../defined-layer.js';
import type { Layer, LayerOptions } from '../layer.js';
import type { OptionNames } from '../option-names.js';
import type { KeepShape } from '../shape-function.js';

/** Shape rule of {@link elu}. */
export interface Elu extends KeepShape {
  readonly name: 'elu';
}

/** Options of {@link elu}. */
export interface EluOptions extends LayerOptions {
  /** What it goes to, negated. Default 1. */
  readonly alpha?: number;
}

/**
 * x from 0 on, α (eˣ − 1) below.
 *
 * @param options - `alpha`, default 1
 * @throws ValueError for an alpha below 0
 * @see Clevert, Unterthiner and Hochreiter, arXiv:1511.07289
 * @example elu({ alpha: 0.5 })
 */
export function elu(options: EluOptions = {}): Layer<Elu> {
  const { alpha = 1 } = options;
  checkLevel('elu', 'alpha', alpha);
  const activate = (x: Tensor): Tensor => {
    const y = exponential(x);
    return alpha === 1 ? y : (where(less(x, 0), mul(y, alpha), x) as Tensor);
  };
  return defineLayer<Elu>({
    kind: 'elu',
    label: String(alpha),
    config: { ...options },
    options,
    optionNames: { alpha: true } satisfies OptionNames<EluOptions>,
    build: (inputShape) => ({ outputShape: inputShape, call: activate }),
  });
}
