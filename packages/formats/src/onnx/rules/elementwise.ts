import type { DType } from '@descent/core';
import type { GraphWriter, OnnxNode } from '../graph-writer.js';
import { onnxTypeOf } from '../onnx-type.js';
import { sameSize } from '../size.js';
import { Unsupported } from '../unsupported.js';
import { isConstant, isOnlyFirst, sameSizes, type Value, viewOf } from '../value.js';
import { alike } from './alike.js';
import { inputOf, outputOf, type Rule, type RuleCall, type Rules, result } from './rule.js';

/** Writes an operator of one value, given its name; the dtype is that of the value. */
type Unary = (x: string, writer: GraphWriter, call: RuleCall, dtype: DType) => string;

/** The operator that does just this. */
const named =
  (opType: string, attributesOf: (attrs: RuleCall['attrs']) => OnnxNode['attributes'] = () => ({})): Unary =>
  (x, writer, { attrs }) =>
    writer.op(opType, [x], attributesOf(attrs));

const unary: Readonly<Record<string, Unary>> = {
  Abs: named('Abs'),
  Acos: named('Acos'),
  Acosh: named('Acosh'),
  Asin: named('Asin'),
  Asinh: named('Asinh'),
  Atan: named('Atan'),
  Atanh: named('Atanh'),
  Ceil: named('Ceil'),
  Cos: named('Cos'),
  Cosh: named('Cosh'),
  Elu: named('Elu'),
  Erf: named('Erf'),
  Exp: named('Exp'),
  Floor: named('Floor'),
  IsInf: named('IsInf'),
  IsNan: named('IsNaN'),
  LeakyRelu: named('LeakyRelu', ({ alpha }) => ({ alpha: { float: alpha as number } })),
  Log: named('Log'),
  LogicalNot: named('Not'),
  Neg: named('Neg'),
  Reciprocal: named('Reciprocal'),
  Relu: named('Relu'),
  Round: named('Round'),
  Selu: named('Selu'),
  Sigmoid: named('Sigmoid'),
  Sign: named('Sign'),
  Sin: named('Sin'),
  Sinh: named('Sinh'),
  Softplus: named('Softplus'),
  Sqrt: named('Sqrt'),
  Tan: named('Tan'),
  Tanh: named('Tanh'),
  Square: (x, writer) => writer.op('Mul', [x, x]),
  Rsqrt: (x, writer) => writer.op('Reciprocal', [writer.op('Sqrt', [x])]),
  Expm1: (x, writer) => writer.op('Sub', [writer.op('Exp', [x]), writer.number(1)]),
  Log1p: (x, writer) => writer.op('Log', [writer.op('Add', [x, writer.number(1)])]),
  IsFinite: (x, writer) =>
    writer.op('Not', [writer.op('Or', [writer.op('IsNaN', [x]), writer.op('IsInf', [x])])]),
  Relu6: (x, writer, _call, dtype) =>
    writer.op('Clip', [x, writer.number(0, dtype), writer.number(6, dtype)]),
  ClipByValue(x, writer, { attrs }, dtype) {
    const [least, most] = dtype === 'int32' ? [-(2 ** 31), 2 ** 31 - 1] : [-Infinity, Infinity];
    const bound = (value: unknown): string =>
      writer.number(Math.min(Math.max(value as number, least), most), dtype);
    return writer.op('Clip', [x, bound(attrs.clipValueMin), bound(attrs.clipValueMax)]);
  },
  Step(x, writer, { attrs: { alpha } }, dtype) {
    if (dtype !== 'float32') throw new Unsupported(`of ${dtype}`);
    const isAbove = writer.op('Greater', [x, writer.number(0)]);
    const step = writer.op('Where', [isAbove, writer.number(1), writer.number(alpha as number)]);
    return writer.op('Where', [writer.op('IsNaN', [x]), x, step]);
  },
  Cast: (x, writer, { outputs: [to] }, dtype) =>
    to?.dtype === dtype ? x : writer.op('Cast', [x], { to: onnxTypeOf(to?.dtype as DType) }),
  Identity: (x) => x,
  StopGradient: (x) => x,
};

/** Writes an operator of several values of one dtype, given their names. */
type Nary = (names: readonly string[], writer: GraphWriter, dtype: DType) => string;

const joined =
  (opType: string): Nary =>
  (names, writer) =>
    writer.op(opType, names);

const arithmetic: Readonly<Record<string, Nary>> = {
  Add: joined('Add'),
  Sub: joined('Sub'),
  Multiply: joined('Mul'),
  RealDiv: joined('Div'),
  Pow: joined('Pow'),
  Maximum: joined('Max'),
  Minimum: joined('Min'),
  SquaredDifference(names, writer) {
    const difference = writer.op('Sub', names);
    return writer.op('Mul', [difference, difference]);
  },
  // The rest of a division has the divisor's sign here; ONNX has it so for whole numbers.
  Mod: ([a, b], writer, dtype) => {
    const [x, y] = [a as string, b as string];
    if (dtype === 'int32') return writer.op('Mod', [x, y]);
    return writer.op('Sub', [x, writer.op('Mul', [writer.op('Floor', [writer.op('Div', [x, y])]), y])]);
  },
  FloorDiv: ([a, b], writer, dtype) => {
    const [x, y] = [a as string, b as string];
    if (dtype === 'float32') return writer.op('Floor', [writer.op('Div', [x, y])]);
    return writer.op('Div', [writer.op('Sub', [x, writer.op('Mod', [x, y])]), y]);
  },
};

const comparisons: Readonly<Record<string, Nary>> = {
  Equal: joined('Equal'),
  NotEqual: (names, writer) => writer.op('Not', [writer.op('Equal', names)]),
  Less: joined('Less'),
  LessEqual: joined('LessOrEqual'),
  Greater: joined('Greater'),
  GreaterEqual: joined('GreaterOrEqual'),
  LogicalAnd: joined('And'),
  LogicalOr: joined('Or'),
};

const rankOf = (call: RuleCall): number => outputOf(call).shape.length;

/**
 * The call on what its first input is a view of, where it makes no difference: the others are constants of no axis or of
 * the last, which both have.
 */
function onWhole(call: RuleCall): RuleCall {
  const [x, ...others] = call.inputs as readonly [Value, ...Value[]];
  const { view } = x;
  if (!view || !sameSizes(x.shape, outputOf(call).shape)) return call;
  const keepsLast = sameSize(view.shape.at(-1), x.shape.at(-1));
  const isFree = others.every(
    (other) => isConstant(other) && (other.shape.length === 0 || (keepsLast && other.shape.length === 1)),
  );
  if (!isFree) return call;
  return { ...call, inputs: [view, ...others], outputs: [{ ...outputOf(call), shape: view.shape }] };
}

const writeUnary =
  (write: Unary): Rule =>
  (given, writer) => {
    const call = onWhole(given);
    const x = inputOf(call);
    const layout = isOnlyFirst(x) ? 'first' : 'last';
    const name = write(writer.named(x, layout), writer, call, x.dtype);
    return [viewOf(result(outputOf(call), name, layout), outputOf(given).shape)];
  };

/** Operands of an arithmetic operator have the dtype of its result. */
const writeArithmetic =
  (write: Nary): Rule =>
  (given, writer) => {
    const call = onWhole(given);
    const { dtype } = outputOf(call);
    const { names, layout } = alike(writer, call.inputs, rankOf(call), dtype);
    return [viewOf(result(outputOf(call), write(names, writer, dtype), layout), outputOf(given).shape)];
  };

/** Operands of a comparison have the dtype that holds both. */
const writeComparison =
  (write: Nary): Rule =>
  (call, writer) => {
    const dtypes = call.inputs.map(({ dtype }) => dtype);
    const dtype = (['float32', 'int32', 'bool'] as const).find((each) => dtypes.includes(each)) as DType;
    const { names, layout } = alike(writer, call.inputs, rankOf(call), dtype);
    return [result(outputOf(call), write(names, writer, dtype), layout)];
  };

const each = <T>(table: Readonly<Record<string, T>>, write: (row: T) => Rule): Rules =>
  Object.fromEntries(Object.entries(table).map(([kernel, row]) => [kernel, write(row)]));

/** Kernels that work on each element by itself. */
export const elementwiseRules: Rules = {
  ...each(unary, writeUnary),
  ...each(arithmetic, writeArithmetic),
  ...each(comparisons, writeComparison),
  Prelu(call, writer) {
    const { names, layout } = alike(writer, call.inputs, rankOf(call));
    const [x, slope] = names as [string, string];
    const y = outputOf(call);
    // PRelu has the shape of x.
    if (sameSizes(inputOf(call).shape, y.shape)) return [result(y, writer.op('PRelu', names), layout)];
    const isBelow = writer.op('Less', [x, writer.number(0)]);
    return [result(y, writer.op('Where', [isBelow, writer.op('Mul', [x, slope]), x]), layout)];
  },
  Select(call, writer) {
    const { names, layout } = alike(writer, call.inputs, rankOf(call));
    const [condition, a, b] = names as [string, string, string];
    // Of true and false it is not every runtime that chooses.
    const chosen = (): string =>
      writer.op('Or', [
        writer.op('And', [condition, a]),
        writer.op('And', [writer.op('Not', [condition]), b]),
      ]);
    return [
      result(outputOf(call), outputOf(call).dtype === 'bool' ? chosen() : writer.op('Where', names), layout),
    ];
  },
};
