import {
  conv1d,
  conv1dTranspose,
  conv3d,
  conv3dFilterGradient,
  conv3dInputGradient,
  conv3dTranspose,
  type ExplicitPadding,
  type Padding,
} from '@descent/core';
import type { OpCase } from '../op-case.js';
import { describeRow } from './describe-row.js';

interface VolumeRow {
  /** [batch, …axes, channels] */
  readonly image: readonly number[];
  readonly filter: readonly number[];
  readonly strides?: number | readonly [number, number, number];
  readonly padding?: Padding;
  readonly dilations?: number | readonly [number, number, number];
}

const explicit: ExplicitPadding = [
  [0, 0],
  [0, 2],
  [1, 0],
  [2, 1],
  [0, 0],
];

const volumeRows: readonly VolumeRow[] = [
  { image: [1, 3, 3, 3, 1], filter: [2, 2, 2, 1, 1] },
  { image: [2, 3, 4, 5, 2], filter: [2, 3, 3, 2, 3], padding: 'same' },
  { image: [1, 5, 4, 6, 3], filter: [3, 2, 2, 3, 2], strides: 2 },
  { image: [1, 4, 5, 5, 1], filter: [2, 2, 3, 1, 5], strides: [1, 2, 3], padding: 'same' },
  { image: [1, 2, 3, 3, 2], filter: [3, 3, 3, 2, 2], padding: 1 },
  { image: [0, 3, 3, 3, 1], filter: [2, 2, 2, 1, 2] },
];

/** Beyond what TensorFlow.js has kernels for. */
const extendedRows: readonly VolumeRow[] = [
  { image: [1, 5, 5, 6, 2], filter: [2, 2, 3, 2, 2], dilations: [1, 2, 2] },
  { image: [2, 3, 3, 3, 1], filter: [2, 2, 2, 1, 3], strides: [2, 1, 2], padding: explicit },
];

const lineRows: readonly (Omit<VolumeRow, 'strides' | 'dilations'> & {
  readonly strides?: number;
  readonly dilations?: number;
})[] = [
  { image: [2, 7, 3], filter: [3, 3, 4] },
  { image: [1, 9, 2], filter: [4, 2, 3], strides: 2, padding: 'same' },
  { image: [1, 9, 1], filter: [3, 1, 2], padding: 2, strides: 3 },
  { image: [0, 9, 1], filter: [3, 1, 2] },
];

const transposeRows: readonly {
  readonly image: readonly number[];
  readonly filter: readonly number[];
  readonly strides?: number | readonly [number, number, number];
  readonly padding?: 'valid' | 'same';
  readonly outputSize?: readonly [number, number, number];
}[] = [
  { image: [1, 2, 3, 3, 1], filter: [2, 3, 3, 1, 1] },
  { image: [1, 2, 2, 3, 3], filter: [3, 2, 2, 2, 3], strides: 2, padding: 'same' },
  { image: [2, 2, 1, 2, 2], filter: [2, 2, 1, 3, 2], strides: [1, 2, 3] },
  { image: [1, 2, 2, 2, 2], filter: [3, 3, 3, 1, 2], strides: 2, outputSize: [6, 5, 6] },
  { image: [0, 2, 2, 2, 2], filter: [2, 2, 2, 1, 2] },
];

const transposedLineRows: readonly {
  readonly image: readonly number[];
  readonly filter: readonly number[];
  readonly strides?: number;
  readonly padding?: 'valid' | 'same';
  readonly outputSize?: number;
}[] = [
  { image: [2, 5, 3], filter: [3, 4, 3] },
  { image: [1, 4, 2], filter: [4, 3, 2], strides: 2, padding: 'same' },
  { image: [1, 4, 1], filter: [2, 2, 1], strides: 3 },
  { image: [1, 4, 2], filter: [3, 1, 2], strides: 2, outputSize: 10 },
];

/** Convolution along one axis and over volumes, and the gradients of its gradients. */
export const volumeCases: readonly OpCase[] = [
  ...transposeRows.map(
    ({ image, filter, ...options }): OpCase => ({
      name: `conv3dTranspose: ${describeRow({ image, filter, ...options })}`,
      inputs: [{ shape: image }, { shape: filter }],
      run: (x, w) => conv3dTranspose(x, w, options),
    }),
  ),
  ...transposedLineRows.map(
    ({ image, filter, ...options }): OpCase => ({
      name: `conv1dTranspose: ${describeRow({ image, filter, ...options })}`,
      inputs: [{ shape: image }, { shape: filter }],
      run: (x, w) => conv1dTranspose(x, w, options),
    }),
  ),
  ...[...volumeRows, ...extendedRows].map(
    ({ image, filter, ...options }): OpCase => ({
      name: `conv3d: ${describeRow({ image, filter, ...options })}`,
      inputs: [{ shape: image }, { shape: filter }],
      run: (x, w) => conv3d(x, w, options),
    }),
  ),
  ...lineRows.map(
    ({ image, filter, ...options }): OpCase => ({
      name: `conv1d: ${describeRow({ image, filter, ...options })}`,
      inputs: [{ shape: image }, { shape: filter }],
      run: (x, w) => conv1d(x, w, options),
    }),
  ),
  {
    name: 'conv3dFilterGradient: strides 2, padding same',
    inputs: [{ shape: [1, 3, 4, 5, 2] }, { shape: [1, 2, 2, 3, 3] }],
    run: (x, dy) => conv3dFilterGradient(x, dy, [2, 3, 2, 2, 3], { strides: 2, padding: 'same' }),
  },
  {
    name: 'conv3dInputGradient: strides 2, padding same',
    inputs: [{ shape: [1, 2, 2, 3, 3] }, { shape: [2, 3, 2, 2, 3] }],
    run: (dy, w) => conv3dInputGradient([1, 3, 4, 5, 2], dy, w, { strides: 2, padding: 'same' }),
  },
];
