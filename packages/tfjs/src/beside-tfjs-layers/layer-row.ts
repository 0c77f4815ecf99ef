import { type Shape, sizeOf } from '@descent/core';
import * as descent from '@descent/layers';
import { compareLayers, type LayerCase, numbersOfOurs } from './compare-layers.js';
import type { Comparison } from './comparison.js';
import { spread } from './spread.js';

/** What both call it. */
export type Names = readonly [ours: string, theirs: string];
/** What else a row says. */
type Rest = Partial<Pick<Comparison, 'of' | 'differs' | 'relative'>> & Omit<LayerCase, 'inputs'>;

/** Layers of the same weights for inputs of some shapes. */
export function row(
  [ours, theirs]: Names,
  make: () => readonly [ours: unknown, theirs: unknown],
  inputs: readonly Shape[],
  { of, differs, relative, ...rest }: Rest = {},
): Comparison {
  const run = () => {
    const [a, b] = make();
    return compareLayers(a as descent.AnyLayer, b, { inputs, ...rest });
  };
  return { ours, theirs, ...(of && { of }), ...(differs && { differs }), ...(relative && { relative }), run };
}

/** Weights that a layer begins with, by their spread. */
export function start(
  [ours, theirs]: Names,
  differs: string,
  inputShape: Shape,
  make: () => readonly [ours: unknown, theirs: { build(shape: number[]): void; getWeights(): unknown[] }],
): Comparison {
  return {
    ours,
    theirs,
    of: 'initial weights',
    differs,
    run() {
      const [a, b] = make();
      using net = descent.sequential({ input: inputShape, seed: 1 }, a as never) as descent.AnyModel;
      b.build([null as never, ...inputShape]);
      const [kernel] = b.getWeights() as [{ dataSync(): Float32Array }];
      return {
        ours: spread(net.parameters[0]?.value.dataSync() as Float32Array),
        theirs: spread(kernel.dataSync()),
      };
    },
  };
}

/** A layer of which Descent's gives gradients, and that of tfjs-layers an error: 1 and 0. */
export function only(
  [ours, theirs]: Names,
  differs: string,
  make: () => readonly [ours: unknown, theirs: unknown],
  shape: Shape,
): Comparison {
  const given = { xs: [new Float32Array(sizeOf(shape)).fill(0.5)], weights: [] };
  const layerCase = { inputs: [shape] };
  const works = (give: () => number[]): number => {
    try {
      return give().every(Number.isFinite) ? 1 : 0;
    } catch {
      return 0;
    }
  };
  return {
    ours,
    theirs,
    of: 'what fails',
    differs,
    run() {
      const [a, b] = make();
      return {
        ours: [works(() => numbersOfOurs(a as descent.AnyLayer, layerCase, given))],
        theirs: [works(() => compareLayers(a as descent.AnyLayer, b, layerCase).theirs as number[])],
      };
    },
  };
}

/** The biases that recurrent layers begin with. */
export function biases(
  [ours, theirs]: Names,
  make: () => readonly [ours: unknown, theirs: { build(shape: number[]): void; getWeights(): unknown[] }],
  rest: Pick<Comparison, 'of' | 'differs'>,
): Comparison {
  return {
    ours,
    theirs,
    ...rest,
    run() {
      const [a, b] = make();
      using net = descent.sequential({ input: [5, 3] }, a as never) as unknown as descent.AnyModel;
      b.build([null as never, 5, 3]);
      const bias = net.parameters.at(-1) as descent.Parameter;
      const other = b.getWeights().at(-1) as { dataSync(): Float32Array };
      return { ours: [...bias.value.dataSync()], theirs: [...other.dataSync()] };
    },
  };
}

/** What the kernels of tfjs-layers begin with. */
export const normalKernel = 'kernels begin with `glorotNormal`, Keras’ with `glorotUniform`';
