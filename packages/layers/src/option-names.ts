import type { LayerOptions } from './layer.js';

/** The names of a layer's own options, all of them: what `satisfies` this lacks none. */
export type OptionNames<O> = Readonly<Record<Exclude<keyof O & string, keyof LayerOptions>, true>>;

/** Options that every layer takes. */
export const layerOptionNames = {
  name: true,
  trainable: true,
  activityRegularizer: true,
} satisfies Readonly<Record<keyof LayerOptions, true>>;
