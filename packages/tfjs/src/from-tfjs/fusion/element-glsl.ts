import type { Attrs, DType, TensorSpec } from '@descent/core';
import { glslNumber } from '../glsl-number.js';
import { elementGlsl } from '../webgl-elementwise.js';

/** GLSL of a function of the elements `x`, or `a` and `b`, or `c`, `a` and `b`: lines that return a float. */
type ElementGlsl = (attrs: Attrs) => string;

/** Shapes, dtypes and attributes of a call. */
interface CallSpec {
  readonly kernel: { readonly name: string };
  readonly inputs: readonly TensorSpec[];
  readonly attrs: Attrs;
  readonly outputs: readonly TensorSpec[];
}

const returns =
  (expression: string): ElementGlsl =>
  () =>
    `return ${expression};`;

/** A function of one number that gives NaN for NaN, whatever the driver makes of it. */
const ofNumber = (expression: string): ElementGlsl => returns(`isnan(x) ? x : ${expression}`);

/** A function of two numbers that gives NaN where one is NaN. */
const ofNumbers = (expression: string): ElementGlsl => returns(`isnan(a) || isnan(b) ? NAN : ${expression}`);

/** Formulas of the kernels that are TensorFlow.js' own when they run alone. */
const formulas: Readonly<Record<string, ElementGlsl>> = {
  Abs: returns('abs(x)'),
  Add: returns('a + b'),
  Ceil: returns('ceil(x)'),
  EluGrad: returns('b >= 0.0 ? a : a * (b + 1.0)'),
  Equal: returns('float(a == b)'),
  Exp: ofNumber('exp(x)'),
  Floor: returns('floor(x)'),
  Greater: returns('float(a > b)'),
  GreaterEqual: returns('float(a >= b)'),
  IsFinite: returns('float(!isnan(x) && !isinf(x))'),
  IsInf: returns('float(isinf(x))'),
  IsNan: returns('float(isnan(x))'),
  Less: returns('float(a < b)'),
  LessEqual: returns('float(a <= b)'),
  Log: ofNumber('x < 0.0 ? NAN : log(x)'),
  LogicalAnd: returns('float(a >= 1.0 && b >= 1.0)'),
  LogicalNot: returns('float(!(x >= 1.0))'),
  LogicalOr: returns('float(a >= 1.0 || b >= 1.0)'),
  Maximum: ofNumbers('max(a, b)'),
  Minimum: ofNumbers('min(a, b)'),
  Multiply: returns('a * b'),
  Neg: ofNumber('-x'),
  NotEqual: returns('float(a != b)'),
  Reciprocal: returns('1.0 / x'),
  Rsqrt: returns('inversesqrt(x)'),
  Select: returns('c != 0.0 ? a : b'),
  Sigmoid: ofNumber('1.0 / (1.0 + exp(-x))'),
  Sqrt: returns('sqrt(x)'),
  Square: returns('x * x'),
  SquaredDifference: returns('(a - b) * (a - b)'),
  Step: ({ alpha }) => `return isnan(x) ? x : x > 0.0 ? 1.0 : ${glslNumber(alpha as number)};`,
  Sub: returns('a - b'),
  Tanh: () => 'float shrunk = exp(-2.0 * abs(x)); return sign(x) * (1.0 - shrunk) / (1.0 + shrunk);',
};

/** The dtypes whose numbers textures hold exactly. */
const exact: readonly DType[] = ['float32', 'bool'];

/**
 * GLSL of what a call makes of one element of each input, the same values as the call alone; undefined where it makes
 * something else of its inputs than element by element, or of whole numbers.
 */
export function glslOfElement({ kernel, inputs, attrs, outputs }: CallSpec): string | undefined {
  if (![...inputs, ...outputs].every(({ dtype }) => exact.includes(dtype))) return undefined;
  if (kernel.name === 'Cast') return castGlsl(inputs[0] as TensorSpec, outputs[0] as TensorSpec);
  // Of bools, functions of numbers are as TensorFlow.js has them.
  const own = inputs.every(({ dtype }) => dtype === 'float32') ? elementGlsl(kernel.name, attrs) : undefined;
  return own ?? formulas[kernel.name]?.(attrs);
}

/** The names of a function's parameters. */
export function parametersOf(count: number): readonly string[] {
  return count === 1 ? ['x'] : ['c', 'a', 'b'].slice(-count);
}

function castGlsl(from: TensorSpec, to: TensorSpec): string {
  return to.dtype === 'bool' && from.dtype !== 'bool' ? 'return float(x != 0.0);' : 'return x;';
}
