import { conv2d as convolve, grad, Rng, scope, slice, type Tensor, tensor } from '@descent/core';
import { constant, conv2d, type Model, sequential } from '@descent/layers';
import { type Stage, stagesOf } from '../shared/stages.js';
import { edge, type Settings, type View } from './protocol.js';

/** Maps between layers of random weights: with one alone, ReLUs would often leave nothing. */
const mapCount = 4;

/** A stack of convolutions, and one unit of the last. */
export async function viewOf(settings: Settings): Promise<View> {
  const { layers, size, weights, relu, picture } = settings;
  using net = stackOf(settings);
  const stages = stagesOf(net);
  const { edge: units, size: field, stride } = stages.at(-1) as Stage;
  const unit = Math.min(settings.unit - 1, units - 1);
  const row = Math.floor(units / 2);
  const pixels = new Rng(picture).normalArray(edge * edge);
  const [influence, answers, ones] = scope(() => {
    const x = tensor(Float32Array.from(pixels), [1, edge, edge, 1]) as Tensor;
    const slopes = grad((input: Tensor) => slice(net.call(input), [0, row, unit, 0], [1, 1, 1, 1]).sum())(x);
    // As one filter: the part of the slopes that the unit sees.
    const filter = slice(slopes, [0, row * stride, unit * stride, 0], [1, field, field, 1]);
    const one = convolve(x as never, filter.reshape([field, field, 1, 1]) as never, { strides: stride });
    return [slopes, net.call(x), one].map((each) => (each as Tensor).dataSync() as Float32Array);
  }) as [Float32Array, Float32Array, Float32Array];
  const largest = answers.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const apart = answers.reduce((most, value, i) => Math.max(most, Math.abs(value - (ones[i] as number))), 0);
  const waysFrom = (inField: number): number =>
    Math.round(
      (influence[(row * stride + inField) * edge + unit * stride + inField] as number) * size ** (2 * layers),
    );
  return {
    stages,
    unit,
    row,
    influence,
    ways: weights === 'equal' && !relu ? [waysFrom(Math.floor(field / 2)), waysFrom(0)] : undefined,
    ...parameters(settings, field),
    difference: largest === 0 ? 0 : apart / largest,
  };
}

function stackOf({ layers, size, stride, weights, relu }: Settings): Model {
  const isEqual = weights === 'equal';
  const each = Array.from({ length: layers }, (_, i) => {
    const isLast = i === layers - 1;
    return conv2d({
      filters: isLast || isEqual ? 1 : mapCount,
      kernelSize: size,
      strides: stride,
      useBias: false,
      kernelInitializer: isEqual ? constant(1 / size ** 2) : 'heNormal',
      ...(relu && !isLast && { activation: 'relu' as const }),
    });
  });
  return sequential({ input: [edge, edge, 1], seed: 13 }, ...(each as [])) as unknown as Model;
}

/** Counted by models of the library. */
function parameters(
  { layers, size, channels }: Settings,
  field: number,
): Pick<View, 'stackParameters' | 'oneParameters'> {
  const layer = (kernelSize: number) => conv2d({ filters: channels, kernelSize, kernelInitializer: 'zeros' });
  const count = (...all: readonly ReturnType<typeof layer>[]): number => {
    using net = sequential(
      { input: [field, field, channels] },
      ...(all as unknown as []),
    ) as unknown as Model;
    return net.parameterCount;
  };
  return {
    stackParameters: count(...Array.from({ length: layers }, () => layer(size))),
    oneParameters: count(layer(field)),
  };
}
