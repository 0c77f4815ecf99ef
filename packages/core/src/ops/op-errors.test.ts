import { describe, expect, it } from 'vitest';
import type { Tensor } from '../index.js';
import * as core from '../index.js';

const x = (...shape: number[]): Tensor => core.zeros(shape) as Tensor;
const ints = (...values: number[]): Tensor => core.tensor(values, undefined, 'int32');
const snapshot = (f: () => unknown) => expect(() => core.scope(() => void f()));

describe('an error names the op, the two facts that disagree and a way out', () => {
  it('matmul: inner sizes', () => {
    snapshot(() => core.matmul(x(2, 3), x(4, 5))).toThrowErrorMatchingInlineSnapshot(
      `[ShapeError: matmul: inner sizes differ: a is [2, 3], b is [4, 5], and 3 ≠ 4]`,
    );
    snapshot(() => core.matmul(x(2, 3), x(4, 3))).toThrowErrorMatchingInlineSnapshot(`
      [ShapeError: matmul: inner sizes differ: a is [2, 3], b is [4, 3], and 3 ≠ 4
        fix: transpose b: matmul(a, b, { transposeB: true })]
    `);
    snapshot(() => core.matmul(x(3, 2), x(3, 4))).toThrowErrorMatchingInlineSnapshot(
      `
      [ShapeError: matmul: inner sizes differ: a is [3, 2], b is [3, 4], and 2 ≠ 3
        fix: transpose a: matmul(a, b, { transposeA: true })]
    `,
    );
    snapshot(() => core.matmul(x(2, 3), x(3, 4), { transposeB: true })).toThrowErrorMatchingInlineSnapshot(`
      [ShapeError: matmul: inner sizes differ: a is [2, 3], b is [3, 4] (transposeA: false, transposeB: true), and 3 ≠ 4
        fix: transpose b: matmul(a, b, { transposeB: false })]
    `);
  });

  it('matmul: batches', () => {
    snapshot(() => core.matmul(x(2, 4, 5), x(3, 5, 4))).toThrowErrorMatchingInlineSnapshot(`
      [ShapeError: matmul: batches do not broadcast: a is [2, 4, 5], b is [3, 5, 4], and 2 ≠ 3 on axis -3
        fix: the axes before the last two must be equal or 1: reshape one of them]
    `);
  });

  it('matmul: too few axes', () => {
    snapshot(() => core.matmul(x(3), x(3, 4))).toThrowErrorMatchingInlineSnapshot(`
      [ShapeError: matmul: expects at least 2 axes: a is [3], b is [3, 4]
        fix: make a vector a matrix: x.reshape([1, -1]) or x.reshape([-1, 1])]
    `);
  });
  it('conv2d: channels', () => {
    snapshot(() => core.conv2d(x(1, 28, 28, 3), x(3, 3, 1, 8))).toThrowErrorMatchingInlineSnapshot(`
      [ShapeError: conv2d: channels differ: x is [1, 28, 28, 3], filter is [3, 3, 1, 8], and 3 ≠ 1
        fix: a filter is [height, width, inChannels, outChannels]; inChannels is the last size of x]
    `);
  });

  it('conv2d: an image without a batch', () => {
    snapshot(() => core.conv2d(x(28, 28, 1), x(3, 3, 1, 8))).toThrowErrorMatchingInlineSnapshot(`
      [ShapeError: conv2d: expects [batch, height, width, channels], got [28, 28, 1]
        fix: add the missing axes with reshape, for example a batch of 1: x.reshape([1, height, width, channels])]
    `);
  });

  it('conv2d: an image smaller than the filter', () => {
    snapshot(() => core.conv2d(x(1, 2, 2, 1), x(3, 3, 1, 8))).toThrow(
      'conv2d: the window spans 3 cells of height, but the padded input has 2',
    );
  });

  it('conv2d: a filter that is none', () => {
    snapshot(() => core.conv2d(x(1, 5, 5, 1), x(3, 3))).toThrowErrorMatchingInlineSnapshot(
      `[ShapeError: conv2d: expects a filter [height, width, inChannels, outChannels], got [3, 3]]`,
    );
  });

  it('conv2d and maxPool2d: options out of range', () => {
    snapshot(() =>
      core.conv2d(x(1, 5, 5, 1), x(3, 3, 1, 8), { strides: 0 }),
    ).toThrowErrorMatchingInlineSnapshot(
      `[ValueError: conv2d: strides must be whole numbers from 1 to 2^31 - 1, got 0]`,
    );
    snapshot(() =>
      core.conv2d(x(1, 5, 5, 1), x(3, 3, 1, 8), { padding: 'full' as never }),
    ).toThrowErrorMatchingInlineSnapshot(
      `[ValueError: conv2d: padding must be 'valid', 'same', a whole number >= 0 or [[0, 0], [top, bottom], [left, right], [0, 0]], got 'full']`,
    );
    snapshot(() =>
      core.conv2d(x(1, 5, 5, 1), x(5, 5, 1, 1), { dilations: 2 ** 31 - 1, padding: 'same' }),
    ).toThrowErrorMatchingInlineSnapshot(
      `[ValueError: conv2d: a filter of 5 with dilations 2147483647 spans 8589934589 cells, the most is 2147483647]`,
    );
    snapshot(() => core.maxPool2d(x(1, 5, 5, 1), 2.5)).toThrowErrorMatchingInlineSnapshot(
      `[ValueError: maxPool2d: windowSize must be whole numbers from 1 to 2^31 - 1, got 2.5]`,
    );
  });

  it('conv2dFilterGradient: a gradient of another shape', () => {
    snapshot(() =>
      core.conv2dFilterGradient(x(1, 5, 5, 1), x(1, 5, 5, 8), [3, 3, 1, 8]),
    ).toThrowErrorMatchingInlineSnapshot(
      `[ShapeError: conv2dFilterGradient: x [1, 5, 5, 1] with a filter [3, 3, 1, 8] gives [1, 3, 3, 8], dy is [1, 5, 5, 8]]`,
    );
  });
  it('reshape', () => {
    snapshot(() => core.reshape(x(2, 3), [4, 2])).toThrowErrorMatchingInlineSnapshot(
      `[ShapeError: reshape: [2, 3] has 6 elements, [4, 2] has 8]`,
    );
    snapshot(() => core.reshape(x(2, 3), [4, -1])).toThrowErrorMatchingInlineSnapshot(
      `[ShapeError: reshape: [2, 3] has 6 elements, [4, -1] needs a multiple of 4]`,
    );
    snapshot(() => core.reshape(x(0, 3), [0, -1])).toThrowErrorMatchingInlineSnapshot(`
      [ShapeError: reshape: [0, 3] has 0 elements, [0, -1] leaves -1 open: any size times 0 is 0
        fix: write the size out]
    `);
  });

  it('transpose', () => {
    snapshot(() => core.transpose(x(2, 3), [0, 0] as never)).toThrowErrorMatchingInlineSnapshot(`
      [ShapeError: transpose: [0, 0] is not a permutation of the axes of [2, 3]
        fix: name each axis once, for example [1, 0]]
    `);
  });

  it('axes', () => {
    snapshot(() => core.sum(x(2, 3), 2 as never)).toThrowErrorMatchingInlineSnapshot(
      `[ShapeError: sum: axis 2 is outside a tensor of rank 2: axes go from -2 to 1]`,
    );
    snapshot(() => core.sum(x(2, 3), [0, -2] as never)).toThrowErrorMatchingInlineSnapshot(
      `[ShapeError: sum: axes [0, 0] name an axis twice]`,
    );
    snapshot(() => core.argMax(core.scalar(1) as Tensor)).toThrowErrorMatchingInlineSnapshot(
      `[ShapeError: argMax: axis -1 is outside a tensor of rank 0: a scalar has no axes]`,
    );
    snapshot(() => core.max(x(2, 0), 1)).toThrowErrorMatchingInlineSnapshot(
      `[ShapeError: max: axis 1 of [2, 0] is empty, and no element is the answer]`,
    );
    snapshot(() => core.squeeze(x(2, 3), 0)).toThrowErrorMatchingInlineSnapshot(
      `[ShapeError: squeeze: axis 0 of [2, 3] has size 2, not 1]`,
    );
  });

  it('broadcasting', () => {
    snapshot(() => core.add(x(2, 3), x(4, 3))).toThrowErrorMatchingInlineSnapshot(`
      [ShapeError: add: shapes do not broadcast: a is [2, 3], b is [4, 3], and 2 ≠ 4 on axis -2
        fix: aligned from the last axis, sizes must be equal or 1: reshape one of them]
    `);
    snapshot(() => core.broadcastTo(x(2, 1), [3])).toThrowErrorMatchingInlineSnapshot(
      `
      [ShapeError: broadcastTo: [2, 1] does not broadcast to [3]
        fix: aligned from the last axis, sizes of x must be 1 or as wanted: reshape it]
    `,
    );
  });

  it('concat, stack and split', () => {
    snapshot(() => core.concat([] as never)).toThrowErrorMatchingInlineSnapshot(
      `[ShapeError: concat: expects a list of at least one tensor]`,
    );
    snapshot(() => core.concat([x(2, 3), x(2, 4)] as never)).toThrowErrorMatchingInlineSnapshot(
      `[ShapeError: concat: tensors[0] is [2, 3], tensors[1] is [2, 4]; they may differ along axis 0 only]`,
    );
    snapshot(() => core.concat([x(2), ints(1)] as never)).toThrowErrorMatchingInlineSnapshot(`
      [DtypeError: concat: tensors[0] is float32, tensors[1] is int32
        fix: cast one: cast(x, 'float32')]
    `);
    snapshot(() => core.stack([x(2), x(3)])).toThrowErrorMatchingInlineSnapshot(
      `
      [ShapeError: stack: tensors[0] is [2], tensors[1] is [3]; all must have one shape
        fix: join along an axis that exists with concat, or reshape first]
    `,
    );
    snapshot(() => core.split(x(5), 2)).toThrowErrorMatchingInlineSnapshot(
      `
      [ShapeError: split: an axis of size 5 has no 2 equal parts
        fix: give the size of each part: split(x, [first, second, …])]
    `,
    );
    snapshot(() => core.split(x(5), [2, 2])).toThrowErrorMatchingInlineSnapshot(
      `[ShapeError: split: parts [2, 2] add up to 4, axis 0 of [5] has 5]`,
    );
  });

  it('prelu and atan2: operands by their own names', () => {
    snapshot(() => core.prelu(x(2, 3), x(4))).toThrowErrorMatchingInlineSnapshot(`
      [ShapeError: prelu: shapes do not broadcast: x is [2, 3], alpha is [4], and 3 ≠ 4 on axis -1
        fix: aligned from the last axis, sizes must be equal or 1: reshape one of them]
    `);
    snapshot(() => core.prelu(x(3), core.greater(x(3), 0) as Tensor)).toThrowErrorMatchingInlineSnapshot(`
      [DtypeError: prelu: alpha is bool, expects numbers
        fix: cast it: cast(alpha, 'float32')]
    `);
    snapshot(() => core.atan2(x(2, 3), x(4))).toThrowErrorMatchingInlineSnapshot(`
      [ShapeError: atan2: shapes do not broadcast: y is [2, 3], x is [4], and 3 ≠ 4 on axis -1
        fix: aligned from the last axis, sizes must be equal or 1: reshape one of them]
    `);
    snapshot(() => core.atan2('up' as never, x(4))).toThrowErrorMatchingInlineSnapshot(
      `[DtypeError: atan2: y must be a tensor or a number, got 'up']`,
    );
  });

  it('topK: a scalar, and more than there are', () => {
    snapshot(() => core.topK(x(), 1)).toThrowErrorMatchingInlineSnapshot(`
      [ShapeError: topK: x is a scalar, and has no axis to pick from
        fix: make it a vector: x.reshape([1])]
    `);
    snapshot(() => core.topK(x(3), 5)).toThrowErrorMatchingInlineSnapshot(
      `[ValueError: topK: k must be a whole number from 0 to 3, got 5]`,
    );
  });

  it('slice and pad', () => {
    snapshot(() => core.slice(x(4, 2), [2], [3])).toThrowErrorMatchingInlineSnapshot(
      `
      [ShapeError: slice: begin 2 with size 3 does not lie inside axis 0 of [4, 2]
        fix: a size of -1 goes to the end of the axis]
    `,
    );
    snapshot(() => core.pad(x(2, 2), [[1, 1]])).toThrowErrorMatchingInlineSnapshot(
      `[ShapeError: pad: [2, 2] needs a pair [before, after] for each axis, got an array of 1]`,
    );
    snapshot(() =>
      core.pad(
        x(2, 3),
        [
          [0, 0],
          [0, 3],
        ],
        'reflect',
      ),
    ).toThrowErrorMatchingInlineSnapshot(`
      [ShapeError: pad: reflect cannot make 3 cells from the 3 of axis 1 of [2, 3]
        fix: add fewer at a time, or repeat the last cell: 'edge']
    `);
    snapshot(() => core.pad(x(0), [[0, 1]], 'edge')).toThrowErrorMatchingInlineSnapshot(
      `[ShapeError: pad: edge cannot make 1 cells from the 0 of axis 0 of [0]]`,
    );
    snapshot(() => core.pad(x(2), [[0, 1]], 'wrap' as never)).toThrowErrorMatchingInlineSnapshot(
      `[ValueError: pad: value must be a number, 'reflect', 'symmetric' or 'edge', got 'wrap']`,
    );
    snapshot(() => core.pad(x(2), [[1e12, 0]], 'edge')).toThrowErrorMatchingInlineSnapshot(
      `[ShapeError: pad: shape [1000000000002] has more than 1073741823 elements]`,
    );
    snapshot(() => core.pad(x(2), [[-1, 1]])).toThrowErrorMatchingInlineSnapshot(
      `[ValueError: pad: paddings must be pairs of whole numbers >= 0, got [-1, 1]]`,
    );
    snapshot(() => core.pad(x(2), [3] as never)).toThrowErrorMatchingInlineSnapshot(
      `[ValueError: pad: paddings must be pairs of whole numbers >= 0, got 3]`,
    );
  });

  it('zeros, ones and tile: sizes', () => {
    snapshot(() => core.zeros([2 ** 31])).toThrowErrorMatchingInlineSnapshot(
      `[ShapeError: zeros: shape [2147483648] has more than 1073741823 elements]`,
    );
    snapshot(() => core.ones([2, -1])).toThrowErrorMatchingInlineSnapshot(
      `[ShapeError: ones: sizes must be whole numbers >= 0, got -1 in shape [2, -1]]`,
    );
    snapshot(() => core.zeros(['3' as never])).toThrowErrorMatchingInlineSnapshot(
      `[ShapeError: zeros: sizes must be whole numbers >= 0, got '3' in shape [3]]`,
    );
    snapshot(() => core.tile(x(1, 2), 3 as never)).toThrowErrorMatchingInlineSnapshot(
      `[ShapeError: tile: [1, 2] needs a repetition count for each axis, got 3]`,
    );
    snapshot(() => core.tile(x(1), [1e12])).toThrowErrorMatchingInlineSnapshot(
      `[ShapeError: tile: shape [1000000000000] has more than 1073741823 elements]`,
    );
  });
  it('gather', () => {
    snapshot(() => core.gather(x(3, 2), ints(0, 3))).toThrowErrorMatchingInlineSnapshot(`
      [ShapeError: gather: index 3 at place 1 is outside an axis of size 3
        fix: indices go from 0 to 2]
    `);
    snapshot(() => core.gather(x(0, 2), ints(0))).toThrowErrorMatchingInlineSnapshot(`
      [ShapeError: gather: index 0 at place 0 is outside an axis of size 0
        fix: an empty axis has nothing to pick]
    `);
    snapshot(() => core.gather(x(3, 2), x(1))).toThrowErrorMatchingInlineSnapshot(`
      [DtypeError: gather: indices are float32, expects int32
        fix: make them so: tensor([…], undefined, 'int32') or cast(indices, 'int32')]
    `);
  });

  it('unsortedSegmentSum: segments', () => {
    snapshot(() => core.unsortedSegmentSum(x(3, 2), ints(0, 1), 2)).toThrowErrorMatchingInlineSnapshot(
      `[ShapeError: unsortedSegmentSum: x is [3, 2], segmentIds are [2], expects one per row]`,
    );
    snapshot(() => core.unsortedSegmentSum(x(3, 2), x(3), 2)).toThrowErrorMatchingInlineSnapshot(
      `
      [DtypeError: unsortedSegmentSum: segmentIds are float32, expects int32
        fix: cast(segmentIds, 'int32')]
    `,
    );
  });

  it('tensor', () => {
    snapshot(() => core.tensor([[1, 2], [3]])).toThrowErrorMatchingInlineSnapshot(`
      [ShapeError: tensor: ragged array: [1] is an array of 1, not an array of 2 as its neighbours
        fix: give all rows the same length: pad the short ones]
    `);
    snapshot(() => core.tensor(['a'] as never)).toThrowErrorMatchingInlineSnapshot(
      `[DtypeError: tensor: expects numbers or booleans, got 'a' at [0]]`,
    );
    snapshot(() => core.tensor([1, 2, 3], [2, 2])).toThrowErrorMatchingInlineSnapshot(
      `[ShapeError: tensor: 3 values for shape [2, 2], which has 4]`,
    );
    snapshot(() => core.tensor([1, 2.5], undefined, 'int32')).toThrowErrorMatchingInlineSnapshot(`
      [ValueError: tensor: int32 holds whole numbers from -2^31 to 2^31 - 1, got 2.5
        fix: make it float32, or round on purpose: cast(x, 'int32') cuts towards 0 and stops at the ends]
    `);
    snapshot(() => core.tensor(new Uint16Array(2) as never)).toThrowErrorMatchingInlineSnapshot(`
      [DtypeError: tensor: cannot take a Uint16Array
        fix: convert it first, for example Float32Array.from(values)]
    `);
  });

  it('operands that are no tensors, or of another kind', () => {
    snapshot(() => core.add(x(2), core.tensor([true, false]))).toThrowErrorMatchingInlineSnapshot(`
      [DtypeError: add: b is bool, expects numbers
        fix: cast it: cast(b, 'float32')]
    `);
    snapshot(() => core.add(x(2), '3' as never)).toThrowErrorMatchingInlineSnapshot(
      `[DtypeError: add: b must be a tensor or a number, got '3']`,
    );
    snapshot(() => core.relu(new Float32Array(2) as never)).toThrowErrorMatchingInlineSnapshot(`
      [DtypeError: relu: x must be a tensor, got a Float32Array
        fix: wrap it: tensor(x)]
    `);
    snapshot(() => core.logicalNot(x(2) as never)).toThrowErrorMatchingInlineSnapshot(`
      [DtypeError: logicalNot: x is float32, expects bool
        fix: compare first, for example greater(x, 0)]
    `);
    snapshot(() => core.where(x(2), 1, 2)).toThrowErrorMatchingInlineSnapshot(`
      [DtypeError: where: condition is float32, expects bool
        fix: compare first, for example greater(condition, 0)]
    `);
  });

  it('activations: options and axes', () => {
    snapshot(() => core.celu(x(2), 0)).toThrowErrorMatchingInlineSnapshot(
      `[ValueError: celu: alpha must be a finite number > 0, got 0]`,
    );
    snapshot(() => core.hardShrink(x(2), -1)).toThrowErrorMatchingInlineSnapshot(
      `[ValueError: hardShrink: threshold must be a finite number >= 0, got -1]`,
    );
    snapshot(() => core.softShrink(x(2), Number.NaN)).toThrowErrorMatchingInlineSnapshot(
      `[ValueError: softShrink: threshold must be a finite number >= 0, got NaN]`,
    );
    snapshot(() => core.squareplus(x(2), -1)).toThrowErrorMatchingInlineSnapshot(
      `[ValueError: squareplus: b must be a finite number >= 0, got -1]`,
    );
    snapshot(() => core.threshold(x(2), '1' as never, 0)).toThrowErrorMatchingInlineSnapshot(
      `[ValueError: threshold: level and value must be numbers, got '1']`,
    );
    snapshot(() => core.glu(x(2, 3))).toThrowErrorMatchingInlineSnapshot(
      `[ShapeError: glu: axis 1 of [2, 3] has 3, which has no two halves]`,
    );
    snapshot(() => core.sparsemax(x(2), 1)).toThrowErrorMatchingInlineSnapshot(
      `[ShapeError: sparsemax: axis 1 is outside a tensor of rank 1: axes go from -1 to 0]`,
    );
    snapshot(() => core.mish(core.tensor([true]))).toThrowErrorMatchingInlineSnapshot(`
      [DtypeError: mish: x is bool, expects numbers
        fix: cast it: cast(x, 'float32')]
    `);
  });

  it('clip, range, floorDiv and cast: options', () => {
    snapshot(() => core.clip(x(2), 1, 0)).toThrowErrorMatchingInlineSnapshot(
      `[ValueError: clip: min must be <= max, got 1 and 0]`,
    );
    snapshot(() => core.range(0, 5, 0)).toThrowErrorMatchingInlineSnapshot(
      `[ValueError: range: expects finite numbers and a step other than 0, got start 0, stop 5, step 0]`,
    );
    snapshot(() => core.floorDiv(ints(1), 0)).toThrowErrorMatchingInlineSnapshot(`
      [ValueError: floorDiv: an int32 divisor is 0
        fix: divide float32: cast(a, 'float32')]
    `);
    snapshot(() => core.cast(x(2), 'float16' as never)).toThrowErrorMatchingInlineSnapshot(
      `[DtypeError: cast: dtype must be 'float32', 'int32' or 'bool', got 'float16']`,
    );
  });

  it('batchNorm and layerNorm: parameters and epsilon', () => {
    snapshot(() => core.batchNorm(x(2, 3), x(4), x(3))).toThrowErrorMatchingInlineSnapshot(`
      [ShapeError: batchNorm: shapes do not broadcast: mean is [4], x is [2, 3], and 4 ≠ 3 on axis -1
        fix: aligned from the last axis, sizes must be equal or 1: reshape one of them]
    `);
    snapshot(() => core.batchNorm(x(1, 3), x(2, 3), x(3))).toThrowErrorMatchingInlineSnapshot(`
      [ShapeError: batchNorm: mean [2, 3] would stretch x [1, 3]
        fix: give one value per channel, the last size of x]
    `);
    snapshot(() => core.batchNorm(x(2, 3), x(3), x(3), { epsilon: -1 })).toThrowErrorMatchingInlineSnapshot(
      `[ValueError: batchNorm: epsilon must be a finite number >= 0, got -1]`,
    );
    snapshot(() => core.layerNorm(x(2, 3), { scale: x(2) })).toThrowErrorMatchingInlineSnapshot(
      `[ShapeError: layerNorm: scale is [2], x is [2, 3], expects scale [3]]`,
    );
    snapshot(() => core.layerNorm(core.scalar(1))).toThrowErrorMatchingInlineSnapshot(
      `[ShapeError: layerNorm: expects [..., features], got []]`,
    );
  });

  it('resizeBilinear: images, sizes and options', () => {
    snapshot(() => core.resizeBilinear(x(4, 4, 1), [2, 2])).toThrowErrorMatchingInlineSnapshot(`
      [ShapeError: resizeBilinear: expects images [batch, height, width, channels], got [4, 4, 1]
        fix: add the missing axes with reshape, for example a batch of 1: x.reshape([1, height, width, channels])]
    `);
    snapshot(() => core.resizeBilinear(x(1, 0, 4, 1), [2, 2])).toThrowErrorMatchingInlineSnapshot(
      `[ShapeError: resizeBilinear: images [1, 0, 4, 1] have no pixels to read]`,
    );
    snapshot(() => core.resizeBilinear(x(1, 4, 4, 1), [2, 0])).toThrowErrorMatchingInlineSnapshot(
      `[ValueError: resizeBilinear: size must be whole numbers from 1 to 2^31 - 1, got 0]`,
    );
    const both = { alignCorners: true, halfPixelCenters: true };
    snapshot(() => core.resizeBilinear(x(1, 4, 4, 1), [2, 2], both)).toThrowErrorMatchingInlineSnapshot(`
      [ValueError: resizeBilinear: alignCorners and halfPixelCenters are both true
        fix: choose one: they say differently where pixels lie]
    `);
  });

  it('affineTransform and rotateWithOffset: transforms and options', () => {
    const images = x(2, 4, 4, 3);
    snapshot(() => core.affineTransform(images, x(3, 8))).toThrowErrorMatchingInlineSnapshot(
      `
      [ShapeError: affineTransform: transforms are [3, 8], images are [2, 4, 4, 3], expects transforms [1, 8] or [2, 8]
        fix: give each image a row of 8 numbers, or one row for all: transforms.reshape([1, 8])]
    `,
    );
    const matrix = x(1, 8);
    const cubic = { interpolation: 'cubic' } as never;
    snapshot(() => core.affineTransform(images, matrix, cubic)).toThrowErrorMatchingInlineSnapshot(
      `[ValueError: affineTransform: interpolation must be one of 'nearest', 'bilinear', got 'cubic']`,
    );
    snapshot(() =>
      core.affineTransform(images, matrix, { fillValue: [1] }),
    ).toThrowErrorMatchingInlineSnapshot(
      `
      [ValueError: affineTransform: fillValue must be a number or one for each of 3 channels, got [1]
        fix: give one number, or an array with a number per channel]
    `,
    );
    snapshot(() => core.rotateWithOffset(images, Number.NaN)).toThrowErrorMatchingInlineSnapshot(
      `[ValueError: rotateWithOffset: expects a finite angle and center, got NaN and 0.5]`,
    );
  });

  it('softmaxCrossEntropy: shapes', () => {
    const indices = core.softmaxCrossEntropy as (z: Tensor, t: Tensor) => Tensor;
    snapshot(() => indices(x(2, 3), x(2))).toThrowErrorMatchingInlineSnapshot(`
      [ShapeError: softmaxCrossEntropy: logits are [2, 3], targets are [2], expects [..., classes] for both
        fix: give each class a probability: oneHot(targets, classes)]
    `);
    snapshot(() => indices(x(2, 3), x(2, 4))).toThrowErrorMatchingInlineSnapshot(
      `[ShapeError: softmaxCrossEntropy: logits are [2, 3], targets are [2, 4], expects [..., classes] for both]`,
    );
  });

  it('a tensor that was disposed of', () => {
    snapshot(() => {
      const gone = x(2, 3);
      gone.dispose();
      return core.matmul(gone, x(3, 4));
    }).toThrowErrorMatchingInlineSnapshot(`
      [DisposedError: matmul: the tensor made by fill, shape [2, 3], was already disposed
        fix: dispose it after its last use, or return it from the scope that made it]
    `);
  });
});
