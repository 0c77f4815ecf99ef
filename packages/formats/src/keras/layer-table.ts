import type { Plain } from '../topology/topology.js';
import { activation, constraint, initializer, regularizer } from './functions.js';
import { aList, type Conversion, oneNumber, paddingName, same, sides, sizes } from './option-values.js';

/** An option of a layer, ours and Keras'. */
export interface OptionRow {
  readonly ours: string;
  readonly keras: string;
  /** In Keras 2 and TensorFlow.js, where it differs. */
  readonly keras2?: string;
  /** Ours, where nothing is given: the same as Keras'. Undefined: always given. */
  readonly fallback?: Plain;
  readonly conversion: Conversion;
  /** Ours, where a file of Keras 2 does not say, if that is something else. */
  readonly fallback2?: Plain;
  /** TensorFlow.js has it at its default only. */
  readonly isNotInTfjs?: boolean;
}

/** A layer, ours and Keras'. */
export interface LayerRow {
  readonly kind: string;
  readonly keras: string;
  readonly options: readonly OptionRow[];
  /** Keras' options that we have at one value only, or at any of a list. */
  readonly only: Readonly<Record<string, readonly Plain[]>>;
  /** Whether TensorFlow.js has the layer. */
  readonly isInTfjs: boolean;
  /** In a group of its own inside the layer's, in Keras 3's HDF5 files: `cell`. */
  readonly group?: string;
}

type Extra = Partial<Pick<LayerRow, 'only' | 'isInTfjs' | 'group'>>;

function row(kind: string, keras: string, options: readonly OptionRow[], extra: Extra = {}): LayerRow {
  return { kind, keras, options, only: {}, isInTfjs: true, ...extra };
}

function option(keras: string, fallback?: Plain, conversion = same, ours = camelCase(keras)): OptionRow {
  return { ours, keras, ...(fallback !== undefined && { fallback }), conversion };
}

function camelCase(name: string): string {
  return name.replaceAll(/_(.)/g, (_, letter: string) => letter.toUpperCase());
}

/** How a weight starts and is treated. */
function weight(name: string, start: Plain): readonly OptionRow[] {
  return [
    option(`${name}_initializer`, start, initializer),
    option(`${name}_regularizer`, null, regularizer),
    option(`${name}_constraint`, null, constraint),
  ];
}

const kernel = weight('kernel', 'glorotUniform');
const bias = [option('use_bias', true), ...weight('bias', 'zeros')];
const activated = [option('activation', 'linear', activation)];
const channelsLast = { data_format: ['channels_last', null] } as const;
const notInTfjs = { isInTfjs: false } as const;

type Count = 1 | 2 | 3;
const counts: readonly Count[] = [1, 2, 3];

/** `Conv2D` of `Conv` and 2. */
function per(counted: readonly Count[], make: (count: Count) => LayerRow): readonly LayerRow[] {
  return counted.map(make);
}

function window(count: Count, padding: Conversion = paddingName): readonly OptionRow[] {
  return [
    option('kernel_size', undefined, sizes(count)),
    option('strides', 1, sizes(count)),
    option('padding', 'valid', padding),
  ];
}

function dilated(count: Count): OptionRow {
  return option('dilation_rate', 1, sizes(count), 'dilations');
}

const depthwise = weight('depthwise', 'glorotUniform');
const oneGroup = { ...channelsLast, groups: [1, null] } as const;
const oneDilation = { ...channelsLast, dilation_rate: [1, [1], [1, 1], [1, 1, 1], null] } as const;

const convolutions: readonly LayerRow[] = [
  ...per(counts, (count) =>
    row(
      `conv${count}d`,
      `Conv${count}D`,
      [option('filters'), ...window(count), dilated(count), ...activated, ...kernel, ...bias],
      { only: oneGroup },
    ),
  ),
  ...per(counts, (count) =>
    row(
      `conv${count}dTranspose`,
      `Conv${count}DTranspose`,
      [
        option('filters'),
        ...window(count),
        { ...option('output_padding', null, nullable(sizes(count))), isNotInTfjs: true },
        ...activated,
        ...kernel,
        ...bias,
      ],
      { only: { ...oneDilation, groups: [1, null] }, isInTfjs: count > 1 },
    ),
  ),
  ...per([1, 2], (count) =>
    row(
      `depthwiseConv${count}d`,
      `DepthwiseConv${count}D`,
      [...window(count), dilated(count), option('depth_multiplier', 1), ...activated, ...depthwise, ...bias],
      { only: channelsLast, isInTfjs: count === 2 },
    ),
  ),
  ...per([1, 2], (count) =>
    row(
      `separableConv${count}d`,
      `SeparableConv${count}D`,
      [
        ...[option('filters'), ...window(count), dilated(count), option('depth_multiplier', 1), ...activated],
        ...[...depthwise, ...weight('pointwise', 'glorotUniform'), ...bias],
      ],
      { only: oneGroup, isInTfjs: count === 2 },
    ),
  ),
];

function nullable(conversion: Conversion): Conversion {
  return {
    fromKeras: (value, about) => (value === null ? null : conversion.fromKeras(value, about)),
    toKeras: (value, about) => (value === null ? null : conversion.toKeras(value, about)),
  };
}

const pools: readonly LayerRow[] = [
  ...(['Max', 'Average'] as const).flatMap((name) =>
    per(counts, (count) =>
      row(
        `${name.toLowerCase()}Pool${count}d`,
        `${name}Pooling${count}D`,
        [
          option('pool_size', 2, sizes(count)),
          option('strides', null, nullable(sizes(count))),
          option('padding', 'valid', paddingName),
        ],
        { only: channelsLast },
      ),
    ),
  ),
  ...(['Max', 'Average'] as const).flatMap((name) =>
    per(counts, (count) =>
      row(
        `global${name}Pool${count}d`,
        `Global${name}Pooling${count}D`,
        [{ ...option('keepdims', false, same, 'keepDims'), isNotInTfjs: true }],
        { only: channelsLast, isInTfjs: count < 3 },
      ),
    ),
  ),
];

const resizing: readonly LayerRow[] = [
  ...per(counts, (count) =>
    row(`zeroPadding${count}d`, `ZeroPadding${count}D`, [option('padding', 1, sides(count))], {
      only: channelsLast,
      isInTfjs: count === 2,
    }),
  ),
  ...per(counts, (count) =>
    row(`cropping${count}d`, `Cropping${count}D`, [option('cropping', 0, sides(count))], {
      only: channelsLast,
      isInTfjs: count === 2,
    }),
  ),
  row('upSampling1d', 'UpSampling1D', [option('size', 2, oneNumber)], notInTfjs),
  row(
    'upSampling2d',
    'UpSampling2D',
    [option('size', 2, sizes(2)), { ...option('interpolation', 'nearest'), isNotInTfjs: true }],
    {
      only: channelsLast,
    },
  ),
  row('upSampling3d', 'UpSampling3D', [option('size', 2, sizes(3))], { only: channelsLast, ...notInTfjs }),
];

const shapes: readonly LayerRow[] = [
  row('flatten', 'Flatten', [], { only: channelsLast }),
  row('reshape', 'Reshape', [option('target_shape', undefined, same, 'shape')]),
  row('permute', 'Permute', [option('dims', undefined, same, 'axes')]),
  row('repeatVector', 'RepeatVector', [option('n')]),
  row('rescaling', 'Rescaling', [option('scale'), option('offset', 0)]),
];

const notMasked = { noise_shape: [null] } as const;

const noise: readonly LayerRow[] = [
  row('dropout', 'Dropout', [option('rate')], { only: notMasked }),
  ...per(counts, (count) =>
    row(`spatialDropout${count}d`, `SpatialDropout${count}D`, [option('rate')], {
      only: channelsLast,
      isInTfjs: count === 1,
    }),
  ),
  row('gaussianNoise', 'GaussianNoise', [option('stddev')]),
  row('gaussianDropout', 'GaussianDropout', [option('rate')]),
  row('alphaDropout', 'AlphaDropout', [option('rate')], { only: notMasked }),
];

const activations: readonly LayerRow[] = [
  row('activation', 'Activation', [option('activation', undefined, activation)]),
  row('relu', 'ReLU', [
    option('max_value', null),
    { ...option('negative_slope', 0), isNotInTfjs: true },
    { ...option('threshold', 0), isNotInTfjs: true },
  ]),
  row('leakyRelu', 'LeakyReLU', [{ ...option('negative_slope', 0.3), keras2: 'alpha' }]),
  row('prelu', 'PReLU', [...weight('alpha', 'zeros'), option('shared_axes', [], nothingAsEmpty())]),
  row('elu', 'ELU', [{ ...option('alpha', 1), isNotInTfjs: true }]),
  row('softmax', 'Softmax', [{ ...option('axis', -1, oneNumber), isNotInTfjs: true }]),
];

function nothingAsEmpty(): Conversion {
  return {
    fromKeras: (value) => value ?? [],
    toKeras: (value) => (Array.isArray(value) && value.length === 0 ? null : value),
  };
}

const recurrent = weight('recurrent', { made: 'orthogonal', config: { gain: 1 } });
const steps = [
  ...[option('dropout', 0), option('recurrent_dropout', 0)],
  ...[option('return_sequences', false), option('return_state', false), option('go_backwards', false)],
];
const stateless = { stateful: [false, null], time_major: [false, null] } as const;
const inCell = { only: stateless, group: 'cell' } as const;
const tanh = option('activation', 'tanh', activation);
const gates = {
  ...option('recurrent_activation', 'sigmoid', activation),
  fallback2: { made: 'steepSigmoid', config: {} },
};

const sequences: readonly LayerRow[] = [
  row('simpleRnn', 'SimpleRNN', [option('units'), tanh, ...kernel, ...recurrent, ...bias, ...steps], inCell),
  row(
    'lstm',
    'LSTM',
    [
      option('units'),
      tanh,
      gates,
      ...kernel,
      ...recurrent,
      ...bias,
      option('unit_forget_bias', true),
      ...steps,
    ],
    inCell,
  ),
  row(
    'gru',
    'GRU',
    [
      option('units'),
      tanh,
      gates,
      ...kernel,
      ...recurrent,
      ...bias,
      { ...option('reset_after', true), fallback2: false },
      ...steps,
    ],
    inCell,
  ),
  row(
    'multiHeadAttention',
    'MultiHeadAttention',
    [
      ...[option('num_heads'), option('key_dim'), option('value_dim', null), option('dropout', 0)],
      ...[option('output_shape', null, oneNumber), ...kernel, ...bias],
    ],
    { only: { attention_axes: [null, [1]] }, ...notInTfjs },
  ),
  row(
    'embedding',
    'Embedding',
    [
      option('input_dim'),
      option('output_dim'),
      ...weight('embeddings', { made: 'randomUniform', config: { min: -0.05, max: 0.05 } }),
    ],
    { only: { mask_zero: [false, null], lora_rank: [null] } },
  ),
];

const merges: readonly LayerRow[] = [
  row('add', 'Add', []),
  row('subtract', 'Subtract', [], notInTfjs),
  row('multiply', 'Multiply', []),
  row('average', 'Average', []),
  row('maximum', 'Maximum', []),
  row('minimum', 'Minimum', []),
  row('concatenate', 'Concatenate', [option('axis', -1)]),
  row('dot', 'Dot', [option('axes'), option('normalize', false)]),
];

/** γ and β. */
const affine = [
  ...[option('center', true), option('scale', true)],
  ...[...weight('beta', 'zeros'), ...weight('gamma', 'ones')],
];

const normalizations: readonly LayerRow[] = [
  row(
    'batchNorm',
    'BatchNormalization',
    [
      ...[option('axis', -1, oneNumber), option('momentum', 0.99), option('epsilon', 1e-3), ...affine],
      option('moving_mean_initializer', 'zeros', initializer),
      option('moving_variance_initializer', 'ones', initializer),
    ],
    { only: { renorm: [false, null], synchronized: [false, null] } },
  ),
  row(
    'layerNorm',
    'LayerNormalization',
    [option('axis', -1, oneNumber), option('epsilon', 1e-3), ...affine],
    {
      only: { rms_scaling: [false, null] },
    },
  ),
  row(
    'groupNorm',
    'GroupNormalization',
    [option('groups', 32), option('axis', -1), option('epsilon', 1e-3), ...affine],
    notInTfjs,
  ),
  row(
    'normalization',
    'Normalization',
    [
      ...[option('axis', -1, nullable(aList)), option('invert', false)],
      ...[option('mean', null, flat()), option('variance', null, flat())],
    ],
    notInTfjs,
  ),
];

/** Keras writes given means with the shape that broadcasts. */
function flat(): Conversion {
  return {
    fromKeras: (value) => (Array.isArray(value) ? (value.flat(16) as readonly Plain[]) : value),
    toKeras: (value) => value,
  };
}

/** Every layer that has one counterpart in Keras; wrappers, models and inputs apart. */
const layerTable: readonly LayerRow[] = [
  row('dense', 'Dense', [option('units'), ...activated, ...kernel, ...bias], { only: { lora_rank: [null] } }),
  ...convolutions,
  ...pools,
  ...resizing,
  ...shapes,
  ...noise,
  ...activations,
  ...sequences,
  ...merges,
  ...normalizations,
];

/** Rows by our kind. */
export const rowOfKind: ReadonlyMap<string, LayerRow> = new Map(layerTable.map((each) => [each.kind, each]));

const batchNorm = rowOfKind.get('batchNorm') as LayerRow;

/** Rows by Keras' class, with the names that files of TensorFlow 1 have. */
export const rowOfClass: ReadonlyMap<string, LayerRow> = new Map([
  ...layerTable.map((each) => [each.keras, each] as const),
  ['BatchNormalizationV1', batchNorm] as const,
  ['BatchNormalizationV2', batchNorm] as const,
]);
