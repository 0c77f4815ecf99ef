import { describeValue } from '@descent/core';
import { isMadeBy, type Plain, type PlainConfig } from '../topology/topology.js';
import type { Conversation, Dialect } from './dialect.js';
import { type Conversion, isObject } from './option-values.js';

/** Activations, ours and Keras'. */
const activationNames: Readonly<Record<string, string>> = {
  linear: 'linear',
  relu: 'relu',
  relu6: 'relu6',
  leakyRelu: 'leaky_relu',
  elu: 'elu',
  selu: 'selu',
  gelu: 'gelu',
  softplus: 'softplus',
  sigmoid: 'sigmoid',
  tanh: 'tanh',
  swish: 'swish',
  silu: 'silu',
  mish: 'mish',
  softsign: 'softsign',
  hardSigmoid: 'hard_sigmoid',
  hardSilu: 'hard_silu',
  exponential: 'exponential',
  logSoftmax: 'log_softmax',
  softmax: 'softmax',
};

/** Activations of core that Keras 3 has by name. */
const activationsOfCore: Readonly<Record<string, string>> = {
  celu: 'celu',
  glu: 'glu',
  hardShrink: 'hard_shrink',
  hardTanh: 'hard_tanh',
  logSigmoid: 'log_sigmoid',
  softShrink: 'soft_shrink',
  sparsePlus: 'sparse_plus',
  sparseSigmoid: 'sparse_sigmoid',
  sparsemax: 'sparsemax',
  squareplus: 'squareplus',
  tanhShrink: 'tanh_shrink',
  threshold: 'threshold',
};

/** What Keras 2 and TensorFlow.js do not have. */
const onlyKeras3 = new Set(['leakyRelu', 'silu', 'hardSilu', 'exponential']);

const ofKeras = new Map([
  ...Object.entries(activationNames).map(([ours, keras]) => [keras, ours] as const),
  ['hard_swish', 'hardSilu'],
]);
const ofKerasInCore = new Map(Object.entries(activationsOfCore).map(([ours, keras]) => [keras, ours]));

/** Activation functions. */
export const activation: Conversion = {
  fromKeras(value, { dialect, missing }) {
    if (value === null) return 'linear';
    // Keras 3 wraps a function's name in an object when it is registered.
    const name = isObject(value) && typeof value.config === 'string' ? value.config : value;
    if (typeof name === 'string') {
      // Its slope is 0.2 there, 1/6 in Keras 3.
      if (name === 'hard_sigmoid' && dialect === 2) return { made: 'steepSigmoid', config: {} };
      const known = ofKeras.get(name);
      if (known !== undefined) return known;
      const inCore = ofKerasInCore.get(name);
      if (inCore !== undefined) return { made: inCore, config: {} };
      // Perhaps the reader was given it.
      return { made: name, config: {} };
    }
    missing(`the activation ${describeValue(isObject(value) ? value.class_name : value)}`);
    return 'linear';
  },
  toKeras(value, { dialect, missing }) {
    const name = isMadeBy(value) ? value.made : (value as string);
    if (dialect === 2) {
      if (name === 'steepSigmoid') return 'hard_sigmoid';
      if (name === 'silu') return 'swish';
      if (name !== 'hardSigmoid' && !onlyKeras3.has(name) && !isMadeBy(value)) {
        return activationNames[name] as string;
      }
    } else {
      const known = activationNames[name] ?? activationsOfCore[name];
      if (known !== undefined) return known;
    }
    missing(`the activation ${name}`);
    return 'linear';
  },
};

/** One thing that both sides make of numbers: its name and those of its arguments, ours and Keras'. */
interface Counterpart {
  readonly keras: string;
  /** Other names that files have for it. */
  readonly also?: readonly string[];
  readonly args?: Readonly<Record<string, string>>;
  /** Whether Keras gives it a seed. */
  readonly isRandom?: boolean;
}

const initializers: Readonly<Record<string, Counterpart>> = {
  zeros: { keras: 'Zeros', also: ['zeros', 'zero', 'Zero'] },
  ones: { keras: 'Ones', also: ['ones', 'one', 'One'] },
  constant: { keras: 'Constant', also: ['constant'], args: { value: 'value' } },
  identity: { keras: 'Identity', also: ['identity', 'IdentityInitializer'], args: { gain: 'gain' } },
  orthogonal: {
    keras: 'Orthogonal',
    also: ['orthogonal', 'OrthogonalInitializer'],
    args: { gain: 'gain' },
    isRandom: true,
  },
  randomNormal: {
    keras: 'RandomNormal',
    also: ['random_normal', 'normal'],
    args: { mean: 'mean', stddev: 'stddev' },
    isRandom: true,
  },
  randomUniform: {
    keras: 'RandomUniform',
    also: ['random_uniform', 'uniform'],
    args: { min: 'minval', max: 'maxval' },
    isRandom: true,
  },
  truncatedNormal: {
    keras: 'TruncatedNormal',
    also: ['truncated_normal'],
    args: { mean: 'mean', stddev: 'stddev' },
    isRandom: true,
  },
  varianceScaling: {
    keras: 'VarianceScaling',
    also: ['variance_scaling'],
    args: { scale: 'scale', mode: 'mode', distribution: 'distribution' },
    isRandom: true,
  },
  glorotUniform: { keras: 'GlorotUniform', also: ['glorot_uniform'], isRandom: true },
  glorotNormal: { keras: 'GlorotNormal', also: ['glorot_normal'], isRandom: true },
  heUniform: { keras: 'HeUniform', also: ['he_uniform'], isRandom: true },
  heNormal: { keras: 'HeNormal', also: ['he_normal'], isRandom: true },
  lecunUniform: { keras: 'LecunUniform', also: ['LeCunUniform', 'lecun_uniform'], isRandom: true },
  lecunNormal: { keras: 'LecunNormal', also: ['LeCunNormal', 'lecun_normal'], isRandom: true },
};

const regularizers: Readonly<Record<string, Counterpart>> = {
  l1: { keras: 'L1', also: ['l1'], args: { strength: 'l1' } },
  l2: { keras: 'L2', also: ['l2'], args: { strength: 'l2' } },
  l1l2: { keras: 'L1L2', also: ['l1_l2'], args: { l1: 'l1', l2: 'l2' } },
};

const constraints: Readonly<Record<string, Counterpart>> = {
  maxNorm: { keras: 'MaxNorm', also: ['max_norm', 'maxnorm'], args: { max: 'max_value', axis: 'axis' } },
  minMaxNorm: {
    keras: 'MinMaxNorm',
    also: ['min_max_norm'],
    args: { min: 'min_value', max: 'max_value', rate: 'rate', axis: 'axis' },
  },
  nonNegative: { keras: 'NonNeg', also: ['non_neg', 'nonneg'] },
  unitNorm: { keras: 'UnitNorm', also: ['unit_norm', 'unitnorm'], args: { axis: 'axis' } },
};

/** Words for VarianceScaling. */
const words: readonly (readonly [ours: string, keras: string])[] = [
  ['fanIn', 'fan_in'],
  ['fanOut', 'fan_out'],
  ['fanAverage', 'fan_avg'],
  ['truncatedNormal', 'truncated_normal'],
  ['uniform', 'uniform'],
  ['normal', 'untruncated_normal'],
];

/** TensorFlow.js knows only these by a class of their own name; the two spellings differ there. */
const inTfjs: Readonly<Record<string, string>> = { LecunUniform: 'LeCunUniform', LecunNormal: 'LeCunNormal' };

function counterpart(what: string, module: string, table: Readonly<Record<string, Counterpart>>): Conversion {
  const byName = new Map(
    Object.entries(table).flatMap(([ours, row]) =>
      [row.keras, ...(row.also ?? [])].map((name) => [name, ours] as const),
    ),
  );
  return {
    fromKeras(value, { dialect, missing }) {
      const name = isObject(value) ? value.class_name : value;
      const config = isObject(value) && isObject(value.config) ? value.config : {};
      const ours = typeof name === 'string' ? byName.get(name) : undefined;
      if (ours === undefined) {
        missing(`the ${what} ${describeValue(name)}`);
        return what === 'initializer' ? 'zeros' : null;
      }
      if (ours === 'l1l2') return elasticNet(config);
      const { args } = table[ours] as Counterpart;
      if (!args && what === 'initializer') return ours;
      const given = Object.entries(args ?? {}).flatMap(([own, keras]) => {
        const each = config[keras];
        return each === undefined || each === null ? [] : [[own, wordFromKeras(each, dialect)] as const];
      });
      return { made: ours, config: Object.fromEntries(given) };
    },
    toKeras(value, conversation) {
      const { dialect, missing } = conversation;
      if (value === null) return null;
      const made = isMadeBy(value) ? value.made : (value as string);
      const row = Object.hasOwn(table, made) ? table[made] : undefined;
      if (!row) {
        missing(`the ${what} ${made}`);
        return null;
      }
      const given = isMadeBy(value) ? value.config : {};
      const config = Object.fromEntries(
        Object.entries(row.args ?? {}).flatMap(([own, keras]) =>
          given[own] === undefined ? [] : [[keras, wordToKeras(given[own], conversation)] as const],
        ),
      );
      return kerasObject(row.keras, module, row.isRandom ? { ...config, seed: null } : config, dialect);
    },
  };
}

/** Keras 2 has one class for both penalties, with 0 for none. */
function elasticNet({ l1 = 0, l2 = 0 }: PlainConfig): Plain {
  if (l1 === 0) return { made: 'l2', config: { strength: l2 } };
  return l2 === 0 ? { made: 'l1', config: { strength: l1 } } : { made: 'l1l2', config: { l1, l2 } };
}

function kerasObject(keras: string, module: string, config: PlainConfig, dialect: Dialect): Plain {
  if (dialect === 3) return { module, class_name: keras, config, registered_name: null };
  if (keras === 'L1' || keras === 'L2') {
    return { class_name: 'L1L2', config: { l1: config.l1 ?? 0, l2: config.l2 ?? 0 } };
  }
  return { class_name: inTfjs[keras] ?? keras, config };
}

function wordFromKeras(value: Plain, dialect: Dialect): Plain {
  // Keras 2 says 'normal' for the truncated one.
  if (value === 'normal' && dialect === 2) return 'truncatedNormal';
  return words.find(([, keras]) => keras === value)?.[0] ?? value;
}

function wordToKeras(value: Plain, { dialect, missing }: Conversation): Plain {
  const word = words.find(([ours]) => ours === value)?.[1] ?? value;
  if (word === 'untruncated_normal' && dialect === 2)
    missing("varianceScaling with the distribution 'normal'");
  return word;
}

/** Initializers. */
export const initializer = counterpart('initializer', 'keras.initializers', initializers);

/** Regularizers. */
export const regularizer = nullable(counterpart('regularizer', 'keras.regularizers', regularizers));

/** Constraints. */
export const constraint = nullable(counterpart('constraint', 'keras.constraints', constraints));

function nullable(conversion: Conversion): Conversion {
  return {
    fromKeras: (value, conversation: Conversation) =>
      value === null ? null : conversion.fromKeras(value, conversation),
    toKeras: conversion.toKeras,
  };
}
