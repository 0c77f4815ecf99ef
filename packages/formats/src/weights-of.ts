import { FormatError, type Shape, sameShape, showShape } from '@descent/core';
import type { AnyModel, Parameter } from '@descent/layers';

/** Values of a parameter, by its name in files. */
export interface NamedWeight {
  readonly name: string;
  readonly shape: Shape;
  readonly values: Float32Array;
}

/** The values of all parameters of a model, read together. */
export async function weightsOf(model: AnyModel): Promise<readonly NamedWeight[]> {
  return Promise.all(
    model.namedParameters.map(async ([name, parameter]) => ({
      name,
      shape: parameter.shape,
      values: (await parameter.value.data()) as Float32Array,
    })),
  );
}

/**
 * Puts values of a file into a parameter.
 * @throws FormatError naming file and weight where the shapes differ
 */
export function putWeight(
  file: string,
  name: string,
  parameter: Parameter,
  { shape, values }: { readonly shape: Shape; readonly values: unknown },
): void {
  if (values instanceof Float32Array && sameShape(shape, parameter.shape)) {
    parameter.reset(values);
    return;
  }
  const what = values instanceof Float32Array ? showShape(shape) : `no float32`;
  throw new FormatError(
    `${file}: weight '${name}' is ${what}, the layer's is ${showShape(parameter.shape)}`,
    {
      code: 'E_SHAPE',
    },
  );
}
