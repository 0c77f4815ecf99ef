import type { Attrs } from '@descent/core';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { CallOfTfjs } from './call.js';
import { glslNumber } from './glsl-number.js';

/** GLSL of a function of one value `x`, which is no NaN: lines that return a float. */
type UnaryGlsl = (attrs: Attrs) => string;

/** Sine and cosine: the rest after whole quarters of a turn, in three steps, and the polynomials of Cephes. */
const sineOf = `
  float quarters = floor(x * 0.63661977236758134 + 0.5);
  float rest = ((x - quarters * 1.5703125) - quarters * 4.837512969970703125e-4) - quarters * 7.54978995489188216e-8;
  float square = rest * rest;
  float sine = ((-1.9515295891e-4 * square + 8.3321608736e-3) * square - 1.6666654611e-1) * square * rest + rest;
  float cosine = ((2.443315711809948e-5 * square - 1.388731625493765e-3) * square + 4.166664568298827e-2)
    * square * square - 0.5 * square + 1.0;
  int turn = int(mod(quarters, 4.0));
`;

/** The angle whose sine is `ratio`, from 0 to 1, by Cephes' polynomial. */
const arcsineOf = `
  float half_ = ratio > 0.5 ? 0.5 * (1.0 - ratio) : ratio * ratio;
  float root = ratio > 0.5 ? sqrt(half_) : ratio;
  float part = ((((4.2163199048e-2 * half_ + 2.4181311049e-2) * half_ + 4.5470025998e-2) * half_ + 7.4953002686e-2)
    * half_ + 1.6666752422e-1) * half_ * root + root;
  float arcsine = ratio > 0.5 ? 1.5707963267948966 - 2.0 * part : part;
`;

const number = (value: unknown): string => glslNumber(value as number);

/**
 * Functions that tfjs' WebGL kernels get wrong beyond rounding: of NaN, of infinities, of a value beside a NaN, or, where
 * drivers' sines are coarse, of everything.
 */
const unary: Readonly<Record<string, UnaryGlsl>> = {
  Relu: () => 'return x > 0.0 ? x : 0.0;',
  Relu6: () => 'return clamp(x, 0.0, 6.0);',
  LeakyRelu: ({ alpha }) => `return x > 0.0 ? x : x * ${number(alpha)};`,
  ClipByValue: ({ clipValueMin, clipValueMax }) =>
    `return x < ${number(clipValueMin)} ? ${number(clipValueMin)} : x > ${number(clipValueMax)} ? ${number(clipValueMax)} : x;`,
  Sign: () => 'return x > 0.0 ? 1.0 : x < 0.0 ? -1.0 : 0.0;',
  Elu: () => 'return x >= 0.0 ? x : exp(x) - 1.0;',
  Selu: () => 'return x >= 0.0 ? 1.0507009873554805 * x : 1.7580993408473768 * (exp(x) - 1.0);',
  Softplus: () => 'return max(x, 0.0) + log(1.0 + exp(-abs(x)));',
  Expm1: () => 'return abs(x) < 1e-3 ? x + 0.5 * x * x : exp(x) - 1.0;',
  Log1p: () =>
    'return x < -1.0 ? NAN : x == -1.0 ? -1.0 * INFINITE : abs(x) < 1e-3 ? x - 0.5 * x * x : log(1.0 + x);',
  Sinh: () => 'return abs(x) < 1e-3 ? x : 0.5 * exp(x) - 0.5 * exp(-x);',
  Cosh: () => 'return 0.5 * exp(x) + 0.5 * exp(-x);',
  Asinh: () => `
    float size = abs(x);
    return sign(x) * (size < 1e-3 ? size : size > 1e4 ? log(size) + 0.69314718056 : log(size + sqrt(size * size + 1.0)));`,
  Acosh: () => 'return x < 1.0 ? NAN : x > 1e4 ? log(x) + 0.69314718056 : log(x + sqrt(x * x - 1.0));',
  Sin: () => `if (isinf(x)) return NAN; ${sineOf}
    float value = turn == 1 || turn == 3 ? cosine : sine;
    return clamp(turn > 1 ? -value : value, -1.0, 1.0);`,
  Cos: () => `if (isinf(x)) return NAN; ${sineOf}
    float value = turn == 1 || turn == 3 ? sine : cosine;
    return clamp(turn == 1 || turn == 2 ? -value : value, -1.0, 1.0);`,
  Tan: () => `if (isinf(x)) return NAN; ${sineOf}
    return turn == 1 || turn == 3 ? -cosine / sine : sine / cosine;`,
  Asin: () =>
    `float ratio = abs(x); if (ratio > 1.0) return NAN; ${arcsineOf} return x < 0.0 ? -arcsine : arcsine;`,
  Acos: () => `float ratio = abs(x); if (ratio > 1.0) return NAN; ${arcsineOf}
    return x < 0.0 ? 1.5707963267948966 + arcsine : 1.5707963267948966 - arcsine;`,
};

const isNanOfTwo = 'if (isnan(a) || isnan(b)) return NAN;';

/** GLSL of a function of two values `a` and `b`. */
const binary: Readonly<Record<string, string>> = {
  // tfjs has 1 where both are equal, 0 / 0 too.
  RealDiv: `${isNanOfTwo} return a == b && a != 0.0 && !isinf(a) ? 1.0 : a / b;`,
  FloorDiv: `
    ${isNanOfTwo}
    if (b == 0.0 || isinf(a) || isinf(b)) return a / b;
    float whole = floor(a / b);
    return whole == 0.0 && a != 0.0 && (a < 0.0) != (b < 0.0) ? -1.0 : whole;`,
  Mod: `
    ${isNanOfTwo}
    if (b == 0.0 || isinf(a)) return NAN;
    if (isinf(b)) return a == 0.0 || (a < 0.0) == (b < 0.0) ? a : b;
    return mod(a, b);`,
  Prelu: 'return isnan(a) ? a : a >= 0.0 ? a : a * b;',
  Atan2: `
    ${isNanOfTwo}
    bool isUnder = (floatBitsToUint(a) >> 31) == 1u;
    bool isLeft = (floatBitsToUint(b) >> 31) == 1u;
    float angle = isinf(a) && isinf(b) ? (isLeft ? 2.356194490192345 : 0.7853981633974483)
      : isinf(a) || (b == 0.0 && a != 0.0) ? 1.5707963267948966
      : isinf(b) || a == 0.0 ? (isLeft ? 3.141592653589793 : 0.0)
      : abs(atan(a, b));
    return isUnder ? -angle : angle;`,
  Pow: `
    if (b == 0.0 || a == 1.0) return 1.0;
    ${isNanOfTwo}
    float size = abs(a);
    bool isWhole = isinf(b) || floor(b) == b;
    if (a < 0.0 && !isinf(a) && !isWhole) return NAN;
    bool isOdd = !isinf(b) && isWhole && mod(abs(b), 2.0) == 1.0;
    bool isUnder = (floatBitsToUint(a) >> 31) == 1u;
    float power = isinf(b) ? (size == 1.0 ? (a < 0.0 ? NAN : 1.0) : (size > 1.0) == (b > 0.0) ? INFINITE : 0.0)
      : size == 0.0 || isinf(a) ? ((size == 0.0) == (b > 0.0) ? 0.0 : INFINITE)
      : pow(size, b);
    return isUnder && isOdd ? -power : power;`,
};

/** What functions of this module take for infinity. */
export const infiniteGlsl = '#define INFINITE uintBitsToFloat(0x7f800000u)';

/** GLSL of one of these functions of float32: lines that return a float of `x`, or of `a` and `b`. */
export function elementGlsl(kernelName: string, attrs: Attrs): string | undefined {
  const glslOf = unary[kernelName];
  return glslOf ? `if (isnan(x)) return x; ${glslOf(attrs)}` : binary[kernelName];
}

/** Calls of these functions on WebGL; of whole numbers tfjs' own. */
export const webglElementwise: Readonly<Record<string, CallOfTfjs>> = Object.fromEntries([
  ...Object.keys(unary).map((name) => [name, elementwise(name, ['x'])]),
  ...Object.keys(binary).map((name) => [name, elementwise(name, ['a', 'b'])]),
]);

function elementwise(name: string, parameters: readonly string[]): CallOfTfjs {
  return ({ inputs, attrs, outputs, run, runProgram }) => {
    const shape = outputs[0]?.shape as readonly number[];
    if (!runProgram || inputs.some(({ dtype }) => dtype !== 'float32')) return run(name, inputs, attrs);
    const values = ['A', 'B'].slice(0, parameters.length);
    const lane = (letter: string): string =>
      `of(${values.map((value) => `value${value}.${letter}`).join(', ')})`;
    const userCode = `
      ${infiniteGlsl}
      float of(${parameters.map((each) => `float ${each}`).join(', ')}) {
        ${elementGlsl(name, attrs)}
      }
      void main() {
        ${values.map((value) => `vec4 value${value} = get${value}AtOutCoords();`).join('\n')}
        vec4 result = vec4(${['r', 'g', 'b', 'a'].map(lane).join(', ')});
        ${zerosOutside(shape)}
        setOutput(result);
      }
    `;
    const program = {
      variableNames: values,
      outputShape: [...shape],
      userCode,
      packedInputs: true,
      packedOutput: true,
    };
    return [runProgram(program, inputs as readonly TensorInfo[], 'float32')];
  };
}

/**
 * GLSL that sets to 0 what a pixel's four values have beyond the last row and column: products of matrices add them up.
 */
export function zerosOutside(shape: readonly number[]): string {
  const [rows, columns] = [shape.at(-2) ?? 1, shape.at(-1) ?? 1];
  if (rows * columns === 1) return 'result.gba = vec3(0.0);';
  if (rows % 2 === 0 && columns % 2 === 0) return '';
  const axes = ['x', 'y', 'z', 'w', 'u', 'v'].slice(0, shape.length);
  const [row, column] = axes.length === 1 ? ['0', 'coords'] : axes.slice(-2).map((axis) => `coords.${axis}`);
  const type = axes.length === 1 ? 'int' : `ivec${axes.length}`;
  return `
    ${type} coords = getOutputCoords();
    bool isLastRow = ${row} + 1 >= ${rows};
    bool isLastColumn = ${column} + 1 >= ${columns};
    if (isLastColumn) result.ga = vec2(0.0);
    if (isLastRow) result.ba = vec2(0.0);
  `;
}
