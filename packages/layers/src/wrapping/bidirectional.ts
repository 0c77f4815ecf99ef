import {
  add,
  type Concat,
  concat,
  describeValue,
  mul,
  reverse,
  type Shape,
  type Tensor,
  ValueError,
} from '@descent/core';
import type { Connection, Layer, LayerOptions } from '../layer.js';
import type { OptionNames } from '../option-names.js';
import type { RecurrentLayer } from '../recurrent/recurrent.js';
import type { ApplyShape, ShapeFunction } from '../shape-function.js';
import { defineWrapper, innerOwner } from './wrapper-layer.js';

/** How {@link bidirectional} puts both outputs together; 'none' gives a list of them. */
export type MergeMode = 'concat' | 'sum' | 'mul' | 'ave' | 'none';

/** Options of {@link bidirectional}. */
export interface BidirectionalOptions<M extends MergeMode> extends LayerOptions {
  /** Default 'concat': side by side along the last axis. */
  readonly mergeMode?: M;
}

/** Shape rule of {@link bidirectional}. */
export interface Bidirectional<F extends ShapeFunction, M extends MergeMode> extends ShapeFunction {
  readonly name: 'bidirectional';
  readonly out: BothWays<ApplyShape<F, this['in']>, M>;
  readonly unranked: BothWays<F['unranked'], M> extends infer O extends Shape | readonly Shape[] ? O : Shape;
}

type BothWays<O, M extends MergeMode> = O extends Shape
  ? Merged<O, M> extends infer Y extends readonly Shape[]
    ? M extends 'none'
      ? Y
      : Y[0]
    : never
  : O extends readonly [infer Y extends Shape, ...infer States extends readonly Shape[]]
    ? readonly [...Merged<Y, M>, ...States, ...States]
    : O;
type Merged<Y extends Shape, M extends MergeMode> = M extends 'none'
  ? readonly [Y, Y]
  : M extends 'concat'
    ? readonly [Concat<readonly [Y, Y], -1> extends infer C extends Shape ? C : Shape]
    : readonly [Y];

/** Both outputs as those of the layer. */
const merges: Readonly<Record<MergeMode, (y: Tensor, back: Tensor) => readonly Tensor[]>> = {
  concat: (y, back) => [concat([y, back], -1) as Tensor],
  sum: (y, back) => [add(y, back) as Tensor],
  mul: (y, back) => [mul(y, back) as Tensor],
  ave: (y, back) => [mul(add(y, back), 0.5) as Tensor],
  none: (y, back) => [y, back],
};

/**
 * A recurrent layer and one like it that goes from the last step to the first, each with parameters of its own: what
 * comes out of a step knows the steps before and after it.
 *
 * Outputs of all steps are both in the order of the steps. With `returnState` the states of the layer follow the output,
 * then those of the one that goes back.
 *
 * @param layer - recurrent, such as `lstm(64)`, going forwards
 * @param options - `mergeMode`: 'concat' (default), 'sum', 'mul', 'ave', 'none'
 * @returns a layer from [steps, features] to what `layer` gives, with a last axis twice as long for 'concat'
 * @throws ValueError for another layer or mode, ShapeError for what is no sequence
 * @see Schuster and Paliwal, Bidirectional recurrent neural networks, IEEE Transactions on Signal Processing 45, 1997
 * @example sequential({ input: [10, 3] }, bidirectional(lstm(16)), dense(1)) // dense gets 32 features
 */
export function bidirectional<F extends ShapeFunction, const M extends MergeMode = 'concat'>(
  layer: RecurrentLayer<F>,
  options: BidirectionalOptions<M> = {},
): Layer<Bidirectional<F, M>> {
  const mode: MergeMode = options.mergeMode ?? 'concat';
  checkArguments(layer, mode);
  const back = layer.reversed();
  back.trainable = layer.trainable;
  const directions = [
    { each: layer, name: `forward_${layer.name}` },
    { each: back, name: `backward_${layer.name}` },
  ];
  const { returnSequences } = layer.config;
  return defineWrapper<Bidirectional<F, M>>(
    {
      kind: 'bidirectional',
      label: layer.label,
      config: { layer: { kind: layer.kind, ...layer.config }, ...options },
      options,
      optionNames: { mergeMode: true } satisfies OptionNames<BidirectionalOptions<M>>,
      build(inputShape, { owner }) {
        const [there, andBack] = directions.map(({ each, name }) =>
          each.connect([inputShape], innerOwner(owner, name)),
        ) as [Connection, Connection];
        const [y, ...states] = there.outputShapes as [Shape, ...Shape[]];
        const output = mode === 'concat' ? y.with(-1, 2 * (y.at(-1) as number)) : y;
        const outputs = [...(mode === 'none' ? [y, y] : [output]), ...states, ...states];
        return {
          outputShape: outputs.length > 1 ? outputs : output,
          call(x, toLayer) {
            const [first, ...after] = there.call([x], toLayer) as [Tensor, ...Tensor[]];
            const [last, ...before] = andBack.call([x], toLayer) as [Tensor, ...Tensor[]];
            return [...merges[mode](first, returnSequences ? reverse(last, 1) : last), ...after, ...before];
          },
        };
      },
    },
    [layer, back],
  );
}

function checkArguments(layer: Partial<RecurrentLayer>, mode: MergeMode): void {
  if (typeof layer?.reversed !== 'function') {
    throw new ValueError(
      `bidirectional: expects a recurrent layer, got ${layer?.label ?? describeValue(layer)}`,
      { fix: 'bidirectional(lstm(64))' },
    );
  }
  if (layer.config?.goBackwards) {
    throw new ValueError(`bidirectional: ${layer.label} goes backwards already`, {
      fix: 'give the layer that goes forwards: goBackwards: false',
    });
  }
  if (Object.hasOwn(merges, mode)) return;
  throw new ValueError(`bidirectional: unknown mergeMode ${describeValue(mode)}`, {
    fix: `use one of ${Object.keys(merges).join(', ')}`,
  });
}
