import {
  adadelta,
  adagrad,
  adam,
  adamax,
  adamW,
  lion,
  nadam,
  type Optimizer,
  rmsProp,
  sgd,
} from '@descent/train';

/** An optimizer, ours and Keras'. */
export interface OptimizerRow {
  /** Ours. */
  readonly name: string;
  /** Keras' class. */
  readonly keras: string;
  // biome-ignore lint/suspicious/noExplicitAny: each takes options of its own
  readonly make: (options: any) => Optimizer;
  /** Keras' names of its own options, by ours. */
  readonly options: Readonly<Record<string, string>>;
  /**
   * Our slots in the order of Keras' variables. Slots of one row are written for each parameter in turn, m and v of the
   * first, m and v of the second; the next row comes after the last parameter.
   */
  readonly slots: readonly (readonly string[])[];
  /** A slot of which Keras has one for all parameters. */
  readonly shared?: string;
}

const betas = { beta1: 'beta_1', beta2: 'beta_2' } as const;
const epsilon = { epsilon: 'epsilon' } as const;
const adams = {
  options: { ...betas, ...epsilon, amsgrad: 'amsgrad' },
  slots: [['m', 'v'], ['largest']],
} as const;

/** All of them, as of Keras 3.15. */
export const optimizerTable: readonly OptimizerRow[] = [
  {
    name: 'sgd',
    keras: 'SGD',
    make: sgd,
    options: { momentum: 'momentum', nesterov: 'nesterov' },
    slots: [['velocity']],
  },
  { name: 'adam', keras: 'Adam', make: adam, ...adams },
  { name: 'adamW', keras: 'AdamW', make: adamW, ...adams },
  {
    name: 'rmsProp',
    keras: 'RMSprop',
    make: rmsProp,
    options: { rho: 'rho', momentum: 'momentum', ...epsilon, centered: 'centered' },
    slots: [['meanSquare'], ['momentum'], ['mean']],
  },
  {
    name: 'adagrad',
    keras: 'Adagrad',
    make: adagrad,
    options: { initialAccumulator: 'initial_accumulator_value', ...epsilon },
    slots: [['squares']],
  },
  {
    name: 'adadelta',
    keras: 'Adadelta',
    make: adadelta,
    options: { rho: 'rho', ...epsilon },
    slots: [['meanSquare', 'meanChange']],
  },
  { name: 'adamax', keras: 'Adamax', make: adamax, options: { ...betas, ...epsilon }, slots: [['m', 'u']] },
  {
    name: 'nadam',
    keras: 'Nadam',
    make: nadam,
    options: { ...betas, ...epsilon },
    slots: [['m', 'v']],
    shared: 'momentumProduct',
  },
  { name: 'lion', keras: 'Lion', make: lion, options: betas, slots: [['m']] },
];

/** Keras' names of the options that all optimizers have, by ours. */
export const commonNames = {
  weightDecay: 'weight_decay',
  clipNorm: 'clipnorm',
  clipGlobalNorm: 'global_clipnorm',
  clipValue: 'clipvalue',
} as const;
