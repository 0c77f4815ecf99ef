import { describeValue } from './describe-value.js';
import type { TypedArray } from './dtype.js';
import { DtypeError, ShapeError } from './errors.js';
import { checkShape, type Shape } from './shape.js';

/** A number, or arrays of arrays of numbers. */
export type NestedArray = number | NestedArray[];

/** What {@link tensor} takes: numbers or booleans, nested evenly. */
export type NestedInput = number | boolean | readonly NestedInput[];

/** Row-major values as nested arrays. */
export function nest(values: TypedArray, shape: Shape): NestedArray {
  if (shape.length === 0) return values[0] as number;
  let at = 0;
  const build = (axis: number): NestedArray[] => {
    const n = shape[axis] as number;
    const last = axis === shape.length - 1;
    const out = new Array<NestedArray>(n);
    for (let i = 0; i < n; i++) out[i] = last ? (values[at++] as number) : build(axis + 1);
    return out;
  };
  return build(0);
}

/** Nested input laid out flat. */
export interface Unnested {
  readonly shape: readonly number[];
  readonly values: readonly (number | boolean)[];
}

/**
 * Lays nested input out flat and finds its shape.
 * @throws ShapeError for ragged input, E_RANK for more axes than a tensor has, E_SIZE
 * @throws DtypeError for anything but numbers and booleans
 * @example unnest('tensor', [[1, 2], [3, 4]]) // { shape: [2, 2], values: [1, 2, 3, 4] }
 */
export function unnest(op: string, input: NestedInput): Unnested {
  const shape: number[] = [];
  for (let node: unknown = input; Array.isArray(node); node = node[0]) {
    shape.push(node.length);
    // Before anything follows the nesting all the way down: it may be endless.
    checkShape(op, shape);
  }
  const values: (number | boolean)[] = [];
  const walk = (node: unknown, axis: number, path: string): void => {
    if (axis === shape.length) {
      if (typeof node === 'number' || typeof node === 'boolean') values.push(node);
      else if (Array.isArray(node))
        throw ragged(op, path, `an array of ${node.length}`, 'a number as its neighbours');
      else
        throw new DtypeError(
          `${op}: expects numbers or booleans, got ${describeValue(node)} at ${path || 'the top'}`,
        );
      return;
    }
    const expected = `an array of ${shape[axis]} as its neighbours`;
    if (!Array.isArray(node)) throw ragged(op, path, describeValue(node), expected);
    if (node.length !== shape[axis]) throw ragged(op, path, `an array of ${node.length}`, expected);
    for (let i = 0; i < node.length; i++) walk(node[i], axis + 1, `${path}[${i}]`);
  };
  walk(input, 0, '');
  return { shape, values };
}

function ragged(op: string, path: string, got: string, expected: string): ShapeError {
  return new ShapeError(`${op}: ragged array: ${path} is ${got}, not ${expected}`, {
    fix: 'give all rows the same length: pad the short ones',
  });
}
