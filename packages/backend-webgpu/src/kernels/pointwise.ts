import type { DType, TensorSpec } from '@descent/core';
import { literal, valueType } from '../shader/wgsl.js';
import type { CallSpec, Pointwise } from './lowering.js';

type Expression<A extends Record<string, unknown> = Record<string, unknown>> = (
  operands: readonly [string, string, string],
  dtype: DType,
  attrs: A,
) => string;

/** A kernel whose element is an expression of its operands' elements. */
function pointwise<A extends Record<string, unknown>>(expression: Expression<A>): Pointwise {
  return {
    element: (operands, { inputs, attrs }) =>
      expression(
        operands as unknown as [string, string, string],
        (inputs[0] as TensorSpec).dtype,
        attrs as unknown as A,
      ),
  };
}

/** A function of one number. */
const unary = (name: string) => pointwise(([x]) => `${name}(${x})`);

/** A function of two float32 numbers, and of two int32. */
const binary = (float: (a: string, b: string) => string, int = float) =>
  pointwise(([a, b], dtype) => (dtype === 'int32' ? int : float)(a, b));

const operator = (sign: string) => binary((a, b) => `(${a} ${sign} ${b})`);

const call = (name: string) => (a: string, b: string) => `${name}(${a}, ${b})`;

/** A comparison; bools are compared as 0 and 1. NaN compares as in IEEE 754. */
const comparison = (sign: string) =>
  pointwise(([a, b], dtype) => (dtype === 'bool' ? `(u32(${a}) ${sign} u32(${b}))` : `(${a} ${sign} ${b})`));

/** Where x is NaN, x; else an expression that need not know of NaN. */
const orNan = (x: string, dtype: DType, otherwise: string) =>
  dtype === 'float32' ? `select(${otherwise}, ${x}, is_nan(${x}))` : otherwise;

const zeroOf = (dtype: DType) => literal(0, dtype);

const { alpha, scale } = { alpha: 1.6732632423543772, scale: 1.0507009873554805 };

/** Kernels that work element by element. */
export const pointwiseKernels: Readonly<Record<string, Pointwise>> = {
  Abs: unary('abs'),
  Acos: unary('inverse_cosine'),
  Acosh: unary('inverse_hyperbolic_cosine'),
  Add: operator('+'),
  Asin: unary('inverse_sine'),
  Asinh: unary('inverse_hyperbolic_sine'),
  Atan: unary('inverse_tangent'),
  Atan2: binary(call('inverse_tangent2')),
  Atanh: unary('inverse_hyperbolic_tangent'),
  Cast: {
    element([x], { inputs, outputs }: CallSpec) {
      const [from, to] = [inputs[0], outputs[0]] as [TensorSpec, TensorSpec];
      // By its bits, as what is close to 0 may count as 0 in arithmetic.
      if (to.dtype === 'bool')
        return `((bitcast<u32>(${x}) ${from.dtype === 'float32' ? '& 0x7fffffffu' : ''}) != 0u)`;
      if (to.dtype === 'int32' && from.dtype === 'float32') return `to_int(${x})`;
      return `${valueType(to.dtype)}(${x})`;
    },
  },
  Ceil: unary('ceil'),
  ClipByValue: pointwise<{ clipValueMin: number; clipValueMax: number }>(
    ([x], dtype, { clipValueMin, clipValueMax }) => {
      if (dtype === 'float32')
        return `minimum(maximum(${x}, ${literal(clipValueMin)}), ${literal(clipValueMax)})`;
      // The bounds of an int32 are numbers, which it is compared with and cut to as such.
      const bound = (n: number) => literal(Math.min(Math.max(Math.trunc(n), -(2 ** 31)), 2 ** 31 - 1), dtype);
      return `min(max(${x}, ${bound(clipValueMin)}), ${bound(clipValueMax)})`;
    },
  ),
  Cos: unary('cosine'),
  Cosh: unary('hyperbolic_cosine'),
  Elu: pointwise(([x]) => `select(${x}, expm1(${x}), ${x} < 0.0)`),
  EluGrad: pointwise(([dy, y]) => `select(${dy} * (${y} + 1.0), ${dy}, ${y} >= 0.0)`),
  Equal: comparison('=='),
  Erf: unary('error_function'),
  Exp: unary('exponential'),
  Expm1: unary('expm1'),
  Floor: unary('floor'),
  FloorDiv: binary(call('floor_quotient'), call('floor_divide')),
  Greater: comparison('>'),
  GreaterEqual: comparison('>='),
  IsFinite: unary('is_finite'),
  IsInf: unary('is_infinite'),
  IsNan: unary('is_nan'),
  LeakyRelu: pointwise<{ alpha: number }>(
    ([x], _dtype, attrs) => `select(${x}, ${literal(attrs.alpha)} * ${x}, ${x} < 0.0)`,
  ),
  Less: comparison('<'),
  LessEqual: comparison('<='),
  Log: unary('logarithm'),
  Log1p: unary('log1p'),
  LogicalAnd: operator('&&'),
  LogicalNot: pointwise(([x]) => `(!${x})`),
  LogicalOr: operator('||'),
  Maximum: binary(call('maximum'), call('max')),
  Minimum: binary(call('minimum'), call('min')),
  Mod: binary(call('float_modulo'), call('floor_modulo')),
  Multiply: operator('*'),
  Neg: pointwise(([x]) => `(-${x})`),
  // Some drivers have NaN differ from nothing.
  NotEqual: pointwise(([a, b], dtype) =>
    dtype === 'float32' ? `(${a} != ${b} || is_nan(${a}) || is_nan(${b}))` : `(u32(${a}) != u32(${b}))`,
  ),
  Pow: binary(call('power')),
  Prelu: pointwise(([x, slope]) => `select(${x}, ${slope} * ${x}, ${x} < 0.0)`),
  RealDiv: operator('/'),
  Reciprocal: pointwise(([x]) => `(1.0 / ${x})`),
  Relu: pointwise(([x], dtype) => `select(${x}, ${zeroOf(dtype)}, ${x} <= ${zeroOf(dtype)})`),
  Relu6: pointwise(([x], dtype) => {
    const six = literal(6, dtype);
    return `select(select(${x}, ${six}, ${x} >= ${six}), ${zeroOf(dtype)}, ${x} <= ${zeroOf(dtype)})`;
  }),
  Round: unary('round'),
  Rsqrt: pointwise(([x]) => `(1.0 / sqrt(${x}))`),
  Select: pointwise(([condition, a, b]) => `select(${b}, ${a}, ${condition})`),
  Selu: pointwise(([x]) => `(${literal(scale)} * select(${x}, ${literal(alpha)} * expm1(${x}), ${x} < 0.0))`),
  Sigmoid: unary('sigmoid'),
  Sign: pointwise(([x], dtype) => (dtype === 'int32' ? `sign(${x})` : `sign_of(${x})`)),
  Sin: unary('sine'),
  Sinh: unary('hyperbolic_sine'),
  Softplus: unary('softplus'),
  Sqrt: unary('sqrt'),
  Square: pointwise(([x]) => `(${x} * ${x})`),
  SquaredDifference: pointwise(([a, b]) => `((${a} - ${b}) * (${a} - ${b}))`),
  Step: pointwise<{ alpha: number }>(([x], dtype, attrs) => {
    const [one, other] = [literal(1, dtype), literal(attrs.alpha, dtype)];
    return orNan(x, dtype, `select(${other}, ${one}, ${x} > ${zeroOf(dtype)})`);
  }),
  Sub: operator('-'),
  Tan: unary('tangent'),
  Tanh: unary('hyperbolic_tangent'),
};
