import { onBackend } from '../current-backend.js';
import { describeValue } from '../describe-value.js';
import { TraceError } from '../errors.js';
import type { TensorSpec } from '../kernel.js';
import { referenceBackend } from '../reference-backend.js';
import { isPromise, scope } from '../scope.js';
import { checkShape } from '../shape.js';
import type { Tensor } from '../tensor.js';
import { flattenTree } from '../tree.js';
import { Capture, capturing } from './capture.js';
import { graphOf, programOf } from './graph.js';
import type { Program } from './program.js';

/**
 * Runs a function once on abstract values and writes down what it does.
 *
 * @param f - a synchronous function of tensors; its result may be a tensor, or arrays and objects of tensors
 * @param args - a tensor or `{ shape, dtype }` for each argument; only shape and dtype matter
 * @returns the program: a flat list of kernel calls with static shapes
 * @throws TraceError when the function reads a value that exists only at run time
 * @example
 * const program = trace((x: Tensor) => x.mul(2).sum(), { shape: [3], dtype: 'float32' });
 * program.nodes.map((node) => node.kernel); // ['Multiply', 'Sum']
 */
export function trace(f: (...args: Tensor[]) => unknown, ...args: readonly TensorSpec[]): Program {
  for (const arg of args) {
    if (arg === null || typeof arg !== 'object') {
      throw new TraceError(
        `trace: expects a tensor or { shape, dtype } for each argument, got ${describeValue(arg)}`,
      );
    }
    checkShape('trace', arg.shape);
  }
  const capture = new Capture();
  try {
    // What the function makes of numbers stays on the host, where it can be read at once.
    return onBackend(referenceBackend(), () => {
      const graph = capturing(capture, () => {
        const inputs = args.map((spec) => capture.input(spec));
        return scope(() => graphOf(capture, tracedResults('trace', f(...inputs)).tensors));
      });
      return programOf(graph);
    });
  } finally {
    capture.dispose();
  }
}

/**
 * The result of a traced function, taken apart.
 * @throws TraceError when it is a promise
 */
export function tracedResults(op: string, result: unknown): ReturnType<typeof flattenTree> {
  if (isPromise(result)) {
    result.then(undefined, () => undefined);
    throw new TraceError(`${op}: the function is asynchronous, and only what runs at once can be traced`, {
      fix: 'await data outside and pass it in as an argument',
    });
  }
  return flattenTree(op, result);
}
