import { describeValue, Tensor, ValueError } from '@descent/core';

/**
 * Checks the options of what makes a loss or a metric.
 * @throws ValueError for anything else, above all for predictions: it was given away without being called
 */
export function checkOptions<Options extends object>(op: string, options: Options): Options {
  if (typeof options === 'object' && options !== null && !(options instanceof Tensor)) return options;
  throw new ValueError(`${op}: expects options, got ${describeValue(options)}`, {
    fix: `call it first: ${op}() is what takes predictions`,
  });
}
