import { scope, type Tensor, tensor } from '@descent/core';
import { layerGoldenContract } from '@descent/testing';
import { describe, expect, it } from 'vitest';
import {
  type AnyModel,
  add,
  average,
  concatenate,
  dot,
  input,
  maximum,
  minimum,
  model,
  multiply,
  type Symbolic,
  subtract,
} from '../index.js';

layerGoldenContract('merging', {
  'add()': () => add(),
  'add(), broadcast': () => add(),
  'subtract()': () => subtract(),
  'multiply()': () => multiply(),
  'multiply(), broadcast': () => multiply(),
  'average()': () => average(),
  'maximum()': () => maximum(),
  'minimum()': () => minimum(),
  'concatenate()': () => concatenate(),
  'concatenate({ axis: 1 })': () => concatenate({ axis: 1 }),
  'dot({ axes: 1 })': () => dot({ axes: 1 }),
  'dot({ axes: [2, 1] })': () => dot({ axes: [2, 1] }),
  'dot({ axes: 2, normalize: true })': () => dot({ axes: 2, normalize: true }),
});

const [a, b, c] = [input([2]), input([2]), input([2])];
const values = [
  [1, -2],
  [3, 5],
  [-4, 7],
].map((row) => [row]);

/** What a graph of three inputs gives for the values above. */
function run(inputs: readonly Symbolic[], output: Symbolic): unknown {
  return scope(() => {
    using net = model(inputs, output) as unknown as AnyModel;
    return (net.call(inputs.map((_, i) => tensor(values[i] as number[][]) as Tensor)) as Tensor).arraySync();
  });
}

describe('merging layers', () => {
  it('go element by element over two inputs or more', () => {
    expect(run([a, b, c], add()([a, b, c]))).toEqual([[0, 10]]);
    expect(run([a, b], subtract()([a, b]))).toEqual([[-2, -7]]);
    expect(run([a, b, c], multiply()([a, b, c]))).toEqual([[-12, -70]]);
    expect(run([a, b], average()([a, b]))).toEqual([[2, 1.5]]);
    expect(run([a, b, c], maximum()([a, b, c]))).toEqual([[3, 7]]);
    expect(run([a, b, c], minimum()([a, b, c]))).toEqual([[-4, -2]]);
  });

  it('broadcast within an example, never across the batch', () => {
    scope(() => {
      const [image, bias] = [input([2, 2, 3]), input([3])];
      using net = model([image, bias], add()([image, bias]));
      const x = tensor(new Float32Array(24), [2, 2, 2, 3]);
      const y = net.call([
        x,
        tensor([
          [1, 2, 3],
          [4, 5, 6],
        ]),
      ]) as unknown as Tensor;
      expect(y.arraySync()).toEqual([
        [
          [
            [1, 2, 3],
            [1, 2, 3],
          ],
          [
            [1, 2, 3],
            [1, 2, 3],
          ],
        ],
        [
          [
            [4, 5, 6],
            [4, 5, 6],
          ],
          [
            [4, 5, 6],
            [4, 5, 6],
          ],
        ],
      ]);
    });
  });

  it('concatenate along any axis but the batch', () => {
    scope(() => {
      const [x, y] = [input([1, 2]), input([2, 2])];
      using net = model([x, y], concatenate({ axis: 1 })([x, y]));
      expect(
        (
          net.call([
            tensor([[[1, 2]]]),
            tensor([
              [
                [3, 4],
                [5, 6],
              ],
            ]),
          ]) as unknown as Tensor
        ).arraySync(),
      ).toEqual([
        [
          [1, 2],
          [3, 4],
          [5, 6],
        ],
      ]);
    });
    expect(() => concatenate({ axis: 5 as number })([a, b])).toThrow('axis 5 is outside');
  });

  it('dot sums over an axis of each, cosines of vectors of length 1', () => {
    expect(run([a, b], dot({ axes: 1 })([a, b]))).toEqual([[-7]]);
    const [[cosine]] = run([a, b], dot({ axes: 1, normalize: true })([a, b])) as [[number]];
    expect(cosine).toBeCloseTo(-7 / Math.sqrt(5 * 34), 6);
    scope(() => {
      const [queries, keys] = [input([2, 3]), input([3, 4])];
      using net = model([queries, keys], dot({ axes: [2, 1] })([queries, keys]));
      const [x, y] = [
        tensor([
          [
            [1, 2, 3],
            [4, 5, 6],
          ],
        ]),
        tensor([
          [
            [1, 0, 0, 2],
            [0, 1, 0, 2],
            [0, 0, 1, 2],
          ],
        ]),
      ];
      expect((net.call([x, y]) as unknown as Tensor).arraySync()).toEqual([
        [
          [1, 2, 3, 12],
          [4, 5, 6, 30],
        ],
      ]);
    });
    expect(() => dot({ axes: 1 })([a, input([3])])).toThrow('dot: axis 1 of [2] has 2, axis 1 of [3] has 3');
    expect(() => dot({ axes: 0 })([a, b])).toThrow('axis 0 is the batch');
  });
});
