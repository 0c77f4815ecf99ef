import { type Attrs, type DType, sizeOf, type TensorSpec } from '@descent/core';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { stretched } from './axes.js';
import type { CallOfTfjs } from './call.js';
import { wgslNumber } from './webgpu-shader.js';

/** WGSL of a function: lines that return a value. */
type Wgsl = (attrs: Attrs) => string;

/** Sine and cosine: the rest after whole quarters of a turn, in three steps, and the polynomials of Cephes. */
const sineOf = `
  let quarters = floor(x * 0.63661977236758134 + 0.5);
  let rest = ((x - quarters * 1.5703125) - quarters * 4.837512969970703125e-4) - quarters * 7.54978995489188216e-8;
  let square = rest * rest;
  let sine = ((-1.9515295891e-4 * square + 8.3321608736e-3) * square - 1.6666654611e-1) * square * rest + rest;
  let cosine = ((2.443315711809948e-5 * square - 1.388731625493765e-3) * square + 4.166664568298827e-2)
    * square * square - 0.5 * square + 1.0;
  let turn = i32(quarters - 4.0 * floor(quarters / 4.0));
  let isOdd = turn == 1 || turn == 3;
`;

/** The angle whose sine is `ratio`, from 0 to 1, by Cephes' polynomial. */
const arcsineOf = `
  let isUpper = ratio > 0.5;
  let half = select(ratio * ratio, 0.5 * (1.0 - ratio), isUpper);
  let root = select(ratio, sqrt(half), isUpper);
  let part = ((((4.2163199048e-2 * half + 2.4181311049e-2) * half + 4.5470025998e-2) * half + 7.4953002686e-2)
    * half + 1.6666752422e-1) * half * root + root;
  let arcsine = select(part, 1.5707963267948966 - 2.0 * part, isUpper);
`;

/** Functions of a float32 `x`, which is no NaN, that tfjs' kernels get wrong beyond rounding, most of them of NaN. */
const unary: Readonly<Record<string, Wgsl>> = {
  Exp: () => 'return exp(x);',
  Expm1: () => 'if (abs(x) < 1e-3) { return x + 0.5 * x * x; } return exp(x) - 1.0;',
  Log: () =>
    'if (x < 0.0) { return uniforms.NAN; } if (x == 0.0) { return -uniforms.INFINITY; } return log(x);',
  Log1p: () => `
    if (x < -1.0) { return uniforms.NAN; }
    if (x == -1.0) { return -uniforms.INFINITY; }
    if (abs(x) < 1e-3) { return x - 0.5 * x * x; }
    return log(1.0 + x);`,
  Sigmoid: () => 'return 1.0 / (1.0 + exp(-x));',
  Sign: () => 'return sign(x);',
  Relu: () => 'return select(0.0, x, x > 0.0);',
  Relu6: () => 'return clamp(x, 0.0, 6.0);',
  ClipByValue: ({ clipValueMin, clipValueMax }) =>
    `return min(max(x, ${wgslNumber(clipValueMin as number)}), ${wgslNumber(clipValueMax as number)});`,
  Elu: () => 'if (x >= 0.0) { return x; } return exp(x) - 1.0;',
  Selu: () => 'if (x >= 0.0) { return 1.0507009873554805 * x; } return 1.7580993408473768 * (exp(x) - 1.0);',
  Softplus: () => 'return max(x, 0.0) + log(1.0 + exp(-abs(x)));',
  Sinh: () => 'if (abs(x) < 1e-3) { return x; } return 0.5 * exp(x) - 0.5 * exp(-x);',
  Cosh: () => 'return 0.5 * exp(x) + 0.5 * exp(-x);',
  Asinh: () => `
    let size = abs(x);
    if (size < 1e-3) { return x; }
    if (size > 1e4) { return sign(x) * (log(size) + 0.69314718056); }
    return sign(x) * log(size + sqrt(size * size + 1.0));`,
  Acosh: () => `
    if (x < 1.0) { return uniforms.NAN; }
    if (x > 1e4) { return log(x) + 0.69314718056; }
    return log(x + sqrt(x * x - 1.0));`,
  Atanh: () => `
    let size = abs(x);
    if (size > 1.0) { return uniforms.NAN; }
    if (size == 1.0) { return x * uniforms.INFINITY; }
    if (size < 1e-3) { return x; }
    return 0.5 * log((1.0 + x) / (1.0 - x));`,
  Sin: () => `
    if (isinf(x)) { return uniforms.NAN; }
    ${sineOf}
    let value = select(sine, cosine, isOdd);
    return select(value, -value, turn > 1);`,
  Cos: () => `
    if (isinf(x)) { return uniforms.NAN; }
    ${sineOf}
    let value = select(cosine, sine, isOdd);
    return select(value, -value, turn == 1 || turn == 2);`,
  Tan: () => `
    if (isinf(x)) { return uniforms.NAN; }
    ${sineOf}
    if (isOdd) { return -cosine / sine; }
    return sine / cosine;`,
  Asin: () => `
    let ratio = abs(x);
    if (ratio > 1.0) { return uniforms.NAN; }
    ${arcsineOf}
    return select(arcsine, -arcsine, x < 0.0);`,
  Acos: () => `
    let ratio = abs(x);
    if (ratio > 1.0) { return uniforms.NAN; }
    ${arcsineOf}
    return select(1.5707963267948966 - arcsine, 1.5707963267948966 + arcsine, x < 0.0);`,
};

/** Functions of a whole number `x`, of which tfjs' kernels take float32. */
const unaryOfWhole: Readonly<Record<string, Wgsl>> = {
  Abs: () => 'return abs(x);',
  Neg: () => 'return -x;',
  Square: () => 'return x * x;',
  Relu: () => 'return max(x, 0);',
  Relu6: () => 'return clamp(x, 0, 6);',
  Sign: () => 'return sign(x);',
};

const isNanOfTwo = 'if (isnan(a) || isnan(b)) { return uniforms.NAN; }';

/** Functions of two float32 values `a` and `b`. */
const binary: Readonly<Record<string, Wgsl>> = {
  FloorDiv: () => `
    ${isNanOfTwo}
    if (b == 0.0 || isinf(a) || isinf(b)) { return a / b; }
    let whole = floor(a / b);
    return select(whole, -1.0, whole == 0.0 && a != 0.0 && (a < 0.0) != (b < 0.0));`,
  Mod: () => `
    ${isNanOfTwo}
    if (b == 0.0 || isinf(a)) { return uniforms.NAN; }
    if (isinf(b)) { return select(b, a, a == 0.0 || (a < 0.0) == (b < 0.0)); }
    return a - b * floor(a / b);`,
  Atan2: () => `
    ${isNanOfTwo}
    let isUnder = (bitcast<u32>(a) >> 31u) == 1u;
    let isLeft = (bitcast<u32>(b) >> 31u) == 1u;
    var angle = 0.0;
    if (isinf(a) && isinf(b)) { angle = select(0.7853981633974483, 2.356194490192345, isLeft); }
    else if (isinf(a) || (b == 0.0 && a != 0.0)) { angle = 1.5707963267948966; }
    else if (isinf(b) || a == 0.0) { angle = select(0.0, 3.141592653589793, isLeft); }
    else { angle = abs(atan2(a, b)); }
    return select(angle, -angle, isUnder);`,
  Pow: () => `
    if (b == 0.0 || a == 1.0) { return 1.0; }
    ${isNanOfTwo}
    let size = abs(a);
    let isWhole = isinf(b) || floor(b) == b;
    if (a < 0.0 && !isinf(a) && !isWhole) { return uniforms.NAN; }
    let halves = abs(b) * 0.5;
    let isOdd = !isinf(b) && isWhole && halves != floor(halves);
    let isUnder = (bitcast<u32>(a) >> 31u) == 1u;
    var power = 0.0;
    if (isinf(b)) {
      if (size == 1.0) { return select(1.0, uniforms.NAN, a < 0.0); }
      power = select(0.0, uniforms.INFINITY, (size > 1.0) == (b > 0.0));
    } else if (size == 0.0 || isinf(a)) {
      power = select(uniforms.INFINITY, 0.0, (size == 0.0) == (b > 0.0));
    } else { power = pow(size, b); }
    return select(power, -power, isUnder && isOdd);`,
};

/** Functions of two whole numbers `a` and `b`, of which tfjs' kernels take float32. */
const binaryOfWhole: Readonly<Record<string, Wgsl>> = {
  Add: () => 'return a + b;',
  Sub: () => 'return a - b;',
  Multiply: () => 'return a * b;',
  SquaredDifference: () => 'return (a - b) * (a - b);',
  Maximum: () => 'return max(a, b);',
  Minimum: () => 'return min(a, b);',
  // The quotient of the least by −1 wraps around, and by 0 there is none.
  FloorDiv: () => `
    if (b == 0) { return 0; }
    if (b == -1) { return -a; }
    let whole = a / b;
    return select(whole, whole - 1, whole * b != a && (a < 0) != (b < 0));`,
  Mod: () => `
    if (b == 0 || b == -1) { return 0; }
    let rest = a % b;
    return select(rest, rest + b, rest != 0 && (rest < 0) != (b < 0));`,
};

/** Further functions of two values, which tfjs' kernels get right of up to four axes. */
const ofFewAxes = [
  ...['Prelu', 'RealDiv', 'LogicalAnd', 'LogicalOr'],
  ...['Equal', 'NotEqual', 'Greater', 'GreaterEqual', 'Less', 'LessEqual'],
];

/** Calls of these functions on WebGPU, as shaders; of other dtypes tfjs' own. */
export const webgpuElementwise: Readonly<Record<string, CallOfTfjs>> = Object.fromEntries(
  [...[unary, unaryOfWhole, binary, binaryOfWhole].flatMap(Object.keys), ...ofFewAxes].map((name) => [
    name,
    elementwise(name),
  ]),
);

function elementwise(name: string): CallOfTfjs {
  return ({ inputs, attrs, outputs, run, view, runWgsl }) => {
    const dtype = sharedDtype(inputs);
    const isOne = inputs.length === 1;
    const functions = isOne
      ? { float32: unary, int32: unaryOfWhole, bool: {} }
      : { float32: binary, int32: binaryOfWhole, bool: {} };
    const wgsl = dtype && (functions[dtype] as Readonly<Record<string, Wgsl>>)[name];
    const out = outputs[0] as TensorSpec;
    if (!wgsl || !runWgsl || out.dtype !== dtype) {
      if (isOne || out.shape.length < 5) return run(name, inputs, attrs);
      const flat = inputs.map((input) =>
        view(stretched({ run, view }, input, out.shape), [sizeOf(out.shape)]),
      );
      return run(name, flat, attrs).map((made) => view(made, out.shape));
    }
    const type = dtype === 'float32' ? 'f32' : 'i32';
    const given = isOne ? ['x'] : ['a', 'b'];
    const code = `
      fn resultOf(${given.map((each) => `${each} : ${type}`).join(', ')}) -> ${type} {
        ${isOne && type === 'f32' ? 'if (isnan(x)) { return x; }' : ''}
        ${wgsl(attrs)}
      }
      fn valueOf(index : i32) -> ${type} { return resultOf(${given.map((each) => `${each}Values[index]`).join(', ')}); }
    `;
    const whole = inputs.map((input) =>
      sizeOf(input.shape) === sizeOf(out.shape) ? input : stretched({ run, view }, input, out.shape),
    );
    return [runWgsl({ inputs: given.map((each) => `${each}Values`), code }, whole, out)];
  };
}

function sharedDtype(inputs: readonly TensorInfo[]): DType | undefined {
  const [first] = inputs;
  return inputs.every(({ dtype }) => dtype === first?.dtype) ? (first?.dtype as DType) : undefined;
}
