import { describe, expect, expectTypeOf, it } from 'vitest';
import {
  bidirectional,
  conv2d,
  dense,
  flatten,
  gru,
  input,
  lstm,
  multiHeadAttention,
  type Symbolic,
  sequential,
  simpleRnn,
  timeDistributed,
} from './index.js';

describe('layers of sequences carry their shapes', () => {
  const x = input([5, 3]);

  it('through recurrent layers', () => {
    expectTypeOf(lstm(4)(x)).toEqualTypeOf<Symbolic<readonly [4]>>();
    expectTypeOf(gru(4, { returnSequences: true })(x)).toEqualTypeOf<Symbolic<readonly [5, 4]>>();
    expectTypeOf(simpleRnn(4, { returnState: true })(x)).toEqualTypeOf<
      readonly [Symbolic<readonly [4]>, Symbolic<readonly [4]>]
    >();
    expectTypeOf(lstm(4, { returnSequences: true, returnState: true })(x)).toEqualTypeOf<
      readonly [Symbolic<readonly [5, 4]>, Symbolic<readonly [4]>, Symbolic<readonly [4]>]
    >();
    const net = sequential({ input: [5, 3] }, lstm(8, { returnSequences: true }), flatten(), dense(2));
    expectTypeOf(net.outputShape).toEqualTypeOf<readonly [2]>();
  });

  it('through wrappers', () => {
    expectTypeOf(bidirectional(lstm(4))(x)).toEqualTypeOf<Symbolic<readonly [8]>>();
    expectTypeOf(bidirectional(gru(4, { returnSequences: true }))(x)).toEqualTypeOf<
      Symbolic<readonly [5, 8]>
    >();
    expectTypeOf(bidirectional(gru(4), { mergeMode: 'sum' })(x)).toEqualTypeOf<Symbolic<readonly [4]>>();
    expectTypeOf(bidirectional(gru(4), { mergeMode: 'none' })(x)).toEqualTypeOf<
      readonly [Symbolic<readonly [4]>, Symbolic<readonly [4]>]
    >();
    expectTypeOf(bidirectional(gru(4, { returnState: true }))(x)).toEqualTypeOf<
      readonly [Symbolic<readonly [8]>, Symbolic<readonly [4]>, Symbolic<readonly [4]>]
    >();
    expectTypeOf(timeDistributed(dense(7))(x)).toEqualTypeOf<Symbolic<readonly [5, 7]>>();
    const images = input([5, 8, 8, 1]);
    expectTypeOf(timeDistributed(conv2d({ filters: 2, kernelSize: 3 }))(images)).toEqualTypeOf<
      Symbolic<readonly [5, 6, 6, 2]>
    >();
  });

  it('through attention', () => {
    const other = input([9, 6]);
    const attend = multiHeadAttention({ numHeads: 2, keyDim: 4 });
    expectTypeOf(attend([x, other])).toEqualTypeOf<Symbolic<readonly [5, 3]>>();
    const wide = multiHeadAttention({ numHeads: 2, keyDim: 4, outputShape: 7 });
    expectTypeOf(wide([x, other, other])).toEqualTypeOf<Symbolic<readonly [5, 7]>>();
  });

  it('refuses what cannot follow', () => {
    // @ts-expect-error lstm expects [steps, features], got [3]
    expect(() => lstm(4)(input([3]))).toThrow();
    // @ts-expect-error layer 2 (gru) expects [steps, features], got [4]
    expect(() => sequential({ input: [5, 3] }, gru(4), gru(4))).toThrow();
    // @ts-expect-error bidirectional expects [steps, features], got [3]
    expect(() => bidirectional(lstm(4))(input([3]))).toThrow();
    // @ts-expect-error dense is not recurrent
    expect(() => bidirectional(dense(4))).toThrow();
    // @ts-expect-error conv2d inside expects [height, width, channels]
    expect(() => timeDistributed(conv2d({ filters: 2, kernelSize: 3 }))(x)).toThrow();
    // @ts-expect-error multiHeadAttention expects [query, value] or [query, value, key], got one
    expect(() => multiHeadAttention({ numHeads: 2, keyDim: 4 })([x])).toThrow();
    // @ts-expect-error there is no such mode
    expect(() => bidirectional(gru(4), { mergeMode: 'max' })).toThrow();
  });
});
