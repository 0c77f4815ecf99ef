import { checkOptions as checkNames, describeValue, Tensor, ValueError } from '@descent/core';

/**
 * Checks the options of what makes a loss or a metric.
 * @throws ValueError for anything else, above all for predictions: it was given away without being called
 */
export function checkOptions<O extends object, const N extends readonly (keyof O & string)[]>(
  op: string,
  options: O,
  names: Parameters<typeof checkNames<O, N>>[2],
): O {
  if (typeof options === 'object' && options !== null && !(options instanceof Tensor))
    return checkNames<O, N>(op, options, names);
  throw new ValueError(`${op}: expects options, got ${describeValue(options)}`, {
    fix: `call it first: ${op}() is what takes predictions`,
  });
}
