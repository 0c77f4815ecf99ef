import { FormatError, type Shape, sameShape, showShape, sizeOf } from '@descent/core';
import type { AnyModel, Parameter } from '@descent/layers';
import { weightName } from './weight-names.js';

/** A weight of a file. */
export interface WeightArray {
  readonly shape: Shape;
  /** Row-major. */
  readonly values: ArrayLike<number>;
}

/**
 * Gives a net the weights of a file, by their names. Weights of layers that the net has not, such as those of a top that
 * was left out, are passed over. Either all weights are set or none.
 *
 * @param file - for messages
 * @throws FormatError where the file lacks a weight, or has one of another shape
 */
export function assignWeights(
  op: string,
  file: string,
  net: AnyModel,
  given: ReadonlyMap<string, WeightArray>,
): void {
  const parameters = new Map(net.namedParameters);
  const found = new Map<Parameter, Float32Array>();
  for (const [name, array] of given) {
    const meant = weightName(name, (layer) => parameters.has(`${layer}/movingMean`));
    const parameter = meant && parameters.get(`${meant.layer}/${meant.own}`);
    if (!parameter) continue;
    const { shape, values } = meant.isTorch ? channelsLast(array) : array;
    if (!sameShape(shape, parameter.shape)) {
      throw new FormatError(
        `${op}: ${file}: ${name} is ${showShape(shape)}, the net's is ${showShape(parameter.shape)}`,
        { code: 'E_SHAPE', fix: 'make the net as it was trained: alpha, classes, or includeTop: false' },
      );
    }
    found.set(parameter, values instanceof Float32Array ? values : Float32Array.from(values));
  }
  const missing = [...parameters].filter(([, parameter]) => !found.has(parameter)).map(([name]) => name);
  if (missing.length > 0) {
    const more = missing.length > 3 ? ` and ${missing.length - 3} more` : '';
    throw new FormatError(`${op}: ${file} lacks the weights ${missing.slice(0, 3).join(', ')}${more}`, {
      fix: `look whether it is a file of ${op}; a file without the top goes with includeTop: false`,
    });
  }
  for (const [parameter, values] of found) parameter.reset(values);
}

/** A weight with PyTorch's axes, [out, in, height, width] or [out, in], as [height, width, in, out] or [in, out]. */
function channelsLast({ shape, values }: WeightArray): WeightArray {
  if (shape.length < 2) return { shape, values };
  const [out, channels, ...window] = shape as readonly [number, number, ...number[]];
  const cells = sizeOf(window);
  const turned = new Float32Array(values.length);
  let to = 0;
  for (let cell = 0; cell < cells; cell++) {
    for (let c = 0; c < channels; c++) {
      for (let o = 0; o < out; o++) turned[to++] = values[(o * channels + c) * cells + cell] as number;
    }
  }
  return { shape: [...window, channels, out], values: turned };
}
