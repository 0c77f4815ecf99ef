import { describeValue } from '../describe-value.js';
import { DtypeError, ShapeError, TraceError } from '../errors.js';
import { isPromise } from '../scope.js';
import { showShape } from '../shape.js';
import { Tensor } from '../tensor.js';

/**
 * Checks what a function is differentiated with respect to.
 * @throws DtypeError unless it is a float32 tensor
 */
export function checkPrimal(op: string, value: unknown, what: string): Tensor {
  if (!(value instanceof Tensor)) {
    throw new DtypeError(`${op}: ${what} must be a tensor, got ${describeValue(value)}`, {
      fix: 'wrap it with tensor(…), or let the function refer to it from outside',
    });
  }
  if (value.dtype !== 'float32') {
    throw new DtypeError(`${op}: ${what} is ${value.dtype}, and only float32 has gradients`, {
      fix: 'let the function refer to it from outside instead of taking it as an argument',
    });
  }
  return value;
}

/**
 * Checks what a differentiated function returned.
 * @throws DtypeError, ShapeError, TraceError
 */
export function checkScalarResult(op: string, value: unknown): Tensor {
  const result = checkResult(op, value);
  if (result.rank !== 0) {
    throw new ShapeError(`${op}: the function must return a scalar, got shape ${showShape(result.shape)}`, {
      fix: 'reduce it: y.sum() or y.mean(); or use vjp for results of any shape',
    });
  }
  return result;
}

/**
 * Checks that a function returned a float32 tensor.
 * @throws DtypeError, TraceError
 */
export function checkResult(op: string, value: unknown): Tensor {
  if (isPromise(value)) {
    throw new TraceError(`${op}: the function is asynchronous; its ops cannot be followed`, {
      fix: 'await data first, then differentiate a synchronous function',
    });
  }
  if (!(value instanceof Tensor))
    throw new DtypeError(`${op}: the function must return a tensor, got ${describeValue(value)}`);
  if (value.dtype !== 'float32') {
    throw new DtypeError(`${op}: the function returned ${value.dtype}, and only float32 has gradients`);
  }
  return value;
}
