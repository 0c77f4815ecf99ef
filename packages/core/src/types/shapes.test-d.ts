import { describe, expectTypeOf, it } from 'vitest';
import {
  add,
  affineTransform,
  averagePool1d,
  batchNorm,
  concat,
  conv1d,
  conv2d,
  conv3d,
  cumsum,
  depthwiseConv2d,
  layerNorm,
  matmul,
  maxPool2d,
  maxPool3d,
  moments,
  reshape,
  resizeBilinear,
  rotateWithOffset,
  type Shape,
  type ShapeOf,
  separableConv2d,
  softmax,
  softmaxCrossEntropy,
  sort,
  sum,
  type Tensor,
  tensor,
  topK,
  transpose,
  zeros,
} from '../index.js';

declare const unknownRank: Tensor;
declare const unknownRows: Tensor<readonly [number, 3]>;

describe('literal shapes follow through ops', () => {
  it('of nested arrays, and of shapes that are given', () => {
    const a = tensor([
      [1, 2, 3],
      [4, 5, 6],
    ]);
    expectTypeOf<ShapeOf<typeof a>>().toEqualTypeOf<readonly [2, 3]>();
    const b = zeros([4, 1, 5]);
    expectTypeOf<ShapeOf<typeof b>>().toEqualTypeOf<readonly [4, 1, 5]>();
  });

  it('through matmul, with batches and transposes', () => {
    const c = matmul(zeros([7, 2, 3]), zeros([3, 4]));
    expectTypeOf<ShapeOf<typeof c>>().toEqualTypeOf<readonly [7, 2, 4]>();
    // @ts-expect-error 3 ≠ 4
    matmul(zeros([2, 3]), zeros([4, 3]));
    // @ts-expect-error a vector is no matrix
    matmul(zeros([3]), zeros([3, 4]));
  });

  it('through broadcasting', () => {
    const c = add(zeros([5, 1, 3]), zeros([4, 1]));
    expectTypeOf<ShapeOf<typeof c>>().toEqualTypeOf<readonly [5, 4, 3]>();
    const d = add(zeros([2, 3]), 1);
    expectTypeOf<ShapeOf<typeof d>>().toEqualTypeOf<readonly [2, 3]>();
    // @ts-expect-error 3 and 4 do not broadcast
    add(zeros([2, 3]), zeros([2, 4]));
  });

  it('through ops that keep an axis, or a part of it', () => {
    const sorted = sort(cumsum(zeros([2, 3])));
    expectTypeOf<ShapeOf<typeof sorted>>().toEqualTypeOf<readonly [2, 3]>();
    const { values, indices } = topK(zeros([4, 9]), 5);
    expectTypeOf<ShapeOf<typeof values>>().toEqualTypeOf<readonly [4, 5]>();
    expectTypeOf<ShapeOf<typeof indices>>().toEqualTypeOf<readonly [4, 5]>();
    const some = topK(unknownRank, 5).values;
    expectTypeOf<ShapeOf<typeof some>>().toEqualTypeOf<Shape>();
  });

  it('through reductions', () => {
    const a = zeros([2, 3, 4]);
    const all = sum(a);
    expectTypeOf<ShapeOf<typeof all>>().toEqualTypeOf<readonly []>();
    const last = sum(a, -1);
    expectTypeOf<ShapeOf<typeof last>>().toEqualTypeOf<readonly [2, 3]>();
    const kept = sum(a, 1, { keepDims: true });
    expectTypeOf<ShapeOf<typeof kept>>().toEqualTypeOf<readonly [2, 1, 4]>();
    // @ts-expect-error there is no axis 3
    sum(a, 3);
  });

  it('through reshape, transpose and concat', () => {
    const a = zeros([2, 3, 4]);
    const flat = reshape(a, [-1]);
    expectTypeOf<ShapeOf<typeof flat>>().toEqualTypeOf<readonly [24]>();
    const rows = reshape(a, [2, -1]);
    expectTypeOf<ShapeOf<typeof rows>>().toEqualTypeOf<readonly [2, 12]>();
    // @ts-expect-error 24 elements are not 25
    reshape(a, [5, 5]);
    const turned = transpose(a, [2, 0, 1]);
    expectTypeOf<ShapeOf<typeof turned>>().toEqualTypeOf<readonly [4, 2, 3]>();
    const swapped = transpose(zeros([2, 3]));
    expectTypeOf<ShapeOf<typeof swapped>>().toEqualTypeOf<readonly [3, 2]>();
    const joined = concat([zeros([2, 3]), zeros([5, 3])]);
    expectTypeOf<ShapeOf<typeof joined>>().toEqualTypeOf<readonly [7, 3]>();
    // @ts-expect-error the other axes must be equal
    concat([zeros([2, 3]), zeros([5, 4])]);
    expectTypeOf(softmax(a)).toEqualTypeOf<Tensor<readonly [2, 3, 4]>>();
    expectTypeOf(softmaxCrossEntropy(a, a)).toEqualTypeOf<Tensor<readonly [2, 3]>>();
  });

  it('through normalisation', () => {
    const x = zeros([8, 4]);
    const { mean, variance } = moments(x, 0);
    expectTypeOf<ShapeOf<typeof mean>>().toEqualTypeOf<readonly [4]>();
    expectTypeOf(batchNorm(x, mean, variance)).toEqualTypeOf<Tensor<readonly [8, 4]>>();
    expectTypeOf(layerNorm(x)).toEqualTypeOf<Tensor<readonly [8, 4]>>();
    // @ts-expect-error there is no axis 2
    moments(x, 2);
  });

  it('through windows', () => {
    const x = zeros([8, 28, 28, 1]);
    const y = conv2d(x, zeros([3, 3, 1, 16]));
    expectTypeOf<ShapeOf<typeof y>>().toEqualTypeOf<readonly [8, 26, 26, 16]>();
    const pooled = maxPool2d(y, 2);
    expectTypeOf<ShapeOf<typeof pooled>>().toEqualTypeOf<readonly [8, 13, 13, 16]>();
    const apart = depthwiseConv2d(y, zeros([3, 3, 16, 2]), { strides: 2, padding: 'same' });
    expectTypeOf<ShapeOf<typeof apart>>().toEqualTypeOf<readonly [8, 13, 13, 32]>();
    const mixed = separableConv2d(y, zeros([3, 3, 16, 2]), zeros([1, 1, 32, 5]));
    expectTypeOf<ShapeOf<typeof mixed>>().toEqualTypeOf<readonly [8, 24, 24, 5]>();
    const series = conv1d(zeros([2, 9, 4]), zeros([3, 4, 5]), { dilations: 2 });
    expectTypeOf<ShapeOf<typeof series>>().toEqualTypeOf<readonly [2, 5, 5]>();
    const film = conv3d(zeros([2, 8, 9, 9, 1]), zeros([3, 2, 1, 1, 6]), { strides: [1, 2, 3] });
    expectTypeOf<ShapeOf<typeof film>>().toEqualTypeOf<readonly [2, 6, 4, 3, 6]>();
    const line = averagePool1d(zeros([2, 9, 4]), 3, { strides: 2 });
    expectTypeOf<ShapeOf<typeof line>>().toEqualTypeOf<readonly [2, 4, 4]>();
    const volume = maxPool3d(zeros([2, 8, 9, 10, 4]), [2, 3, 2], { padding: 'same' });
    expectTypeOf<ShapeOf<typeof volume>>().toEqualTypeOf<readonly [2, 4, 3, 5, 4]>();
  });

  it('through resizing', () => {
    const resized = resizeBilinear(zeros([8, 28, 28, 1]), [64, 32]);
    expectTypeOf<ShapeOf<typeof resized>>().toEqualTypeOf<readonly [8, 64, 32, 1]>();
    const transformed = affineTransform(resized, zeros([1, 8]), { size: [7, 9] });
    expectTypeOf<ShapeOf<typeof transformed>>().toEqualTypeOf<readonly [8, 7, 9, 1]>();
    const turned = rotateWithOffset(resized, 1);
    expectTypeOf<ShapeOf<typeof turned>>().toEqualTypeOf<readonly [8, 64, 32, 1]>();
  });
});

describe('what is unknown stays unknown, and is no false error', () => {
  it('of rank and of single sizes', () => {
    expectTypeOf<ShapeOf<typeof unknownRank>>().toEqualTypeOf<Shape>();
    const c = matmul(unknownRows, zeros([3, 4]));
    expectTypeOf<ShapeOf<typeof c>>().toEqualTypeOf<readonly [number, 4]>();
    const d = add(unknownRows, zeros([2, 3]));
    expectTypeOf<ShapeOf<typeof d>[1]>().toEqualTypeOf<3>();
    const literal: Tensor<readonly [2, 3]> = unknownRank;
    const wide: Tensor = literal;
    add(wide, literal);
    // @ts-expect-error the 3 is known
    matmul(unknownRows, zeros([4, 4]));
  });
});
