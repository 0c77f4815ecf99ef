import { type Shape, sizeOf } from '@descent/core';
import type { WebglProgram } from '../call.js';
import { infiniteGlsl, zerosOutside } from '../webgl-elementwise.js';
import { parametersOf } from './element-glsl.js';
import { type Fused, keyOf } from './stages.js';

/**
 * Where a shader finds an input's elements: in the pixel that it writes (`here`), in another one (`there`), as the only
 * one of its texture (`single`) or of the host (`uniform`).
 */
export type Source = 'here' | 'there' | 'single' | 'uniform';

/** The shader of fused calls: each computes its element of a pixel's four, one call after another. */
export function fusedProgram(fused: Fused, sources: readonly Source[]): WebglProgram {
  const { shape } = fused.made;
  const place = 'ivec2(gl_FragCoord.xy)';
  const userCode = `
    ${elementGlsl(fused)}
    void main() {
      ${readsGlsl(fused, sources, (texture) => `texelFetch(${texture}, ${place}, 0)`)}
      vec4 result = ${pixelGlsl(fused)};
      ${zerosOutside(shape)}
      setOutput(result);
    }
  `;
  return {
    ...variablesOf(sources),
    outputShape: [...shape],
    userCode,
    packedInputs: true,
    packedOutput: true,
  };
}

/** The shader of fused calls and a sum: each place of its row has the sum of as many pixels of the last call's value. */
export function sumProgram(fused: Fused, sources: readonly Source[], count: number): WebglProgram {
  const { shape } = fused.made;
  const [rows, columns] = [shape.at(-2) ?? 1, shape.at(-1) ?? 1];
  const pixels = pixelCount(shape);
  const share = Math.ceil(pixels / count);
  const width = Math.ceil(columns / 2);
  const userCode = `
    ${elementGlsl(fused)}
    vec4 pixel(sampler2D values, int i) {
      int width = textureSize(values, 0).x;
      return texelFetch(values, ivec2(i % width, i / width), 0);
    }
    void main() {
      int first = getOutputCoords() * ${share};
      vec4 total = vec4(0.0);
      for (int i = first; i < min(first + ${share}, ${pixels}); i++) {
        ${readsGlsl(fused, sources, (texture) => `pixel(${texture}, i)`)}
        vec4 result = ${pixelGlsl(fused)};
        ${columns % 2 ? `if (i % ${width} == ${width - 1}) result.ga = vec2(0.0);` : ''}
        ${rows % 2 ? `if (i / ${width} % ${Math.ceil(rows / 2)} == ${(rows - 1) >> 1}) result.ba = vec2(0.0);` : ''}
        total += result;
      }
      setOutput((total.r + total.g) + (total.b + total.a));
    }
  `;
  return { ...variablesOf(sources), outputShape: [count], userCode, packedInputs: true };
}

/** Pixels that hold the elements of a shape, four at most in each. */
export function pixelCount(shape: Shape): number {
  const [rows, columns] = [shape.at(-2) ?? 1, shape.at(-1) ?? 1];
  return sizeOf(shape.slice(0, -2)) * Math.ceil(rows / 2) * Math.ceil(columns / 2);
}

/** The function that makes one element of all links. */
function elementGlsl({ links, inputs }: Fused): string {
  const functions = new Map<string, string>();
  const names = new Map(inputs.map((input, i) => [keyOf(input), `in${i}`]));
  const lines = links.map(({ call, glsl }, k) => {
    const known = functions.get(glsl) ?? `of${functions.size}`;
    functions.set(glsl, known);
    const operands = call.inputs.map((input) => names.get(keyOf(input)));
    for (const output of call.outputs) names.set(keyOf(output), `value${k}`);
    return `float value${k} = ${known}(${operands});`;
  });
  const declarations = [...functions].map(([glsl, name]) => {
    const { call } = links.find((link) => link.glsl === glsl) as (typeof links)[number];
    const parameters = parametersOf(call.inputs.length).map((each) => `float ${each}`);
    return `float ${name}(${parameters}) { ${glsl} }`;
  });
  return `
    ${infiniteGlsl}
    ${declarations.join('\n')}
    float element(${inputs.map((_, i) => `float in${i}`)}) {
      ${lines.join('\n')}
      return value${links.length - 1};
    }
  `;
}

/** GLSL that reads the four elements of each input. */
function readsGlsl(
  { inputs, made }: Fused,
  sources: readonly Source[],
  fetch: (texture: string) => string,
): string {
  const read = (i: number): string => {
    const source = sources[i];
    if (source === 'here') return fetch(`T${i}`);
    if (source === 'uniform') return `vec4(scalar${i})`;
    if (source === 'there') return `getT${i}AtOutCoords()`;
    return `texelFetch(T${i}, ivec2(0), 0)${sizeOf(made.shape) === 1 ? '' : '.rrrr'}`;
  };
  return inputs.map((_, i) => `vec4 given${i} = ${read(i)};`).join('\n');
}

/** GLSL of the four elements of the last value. */
function pixelGlsl({ inputs }: Fused): string {
  const lanes = ['r', 'g', 'b', 'a'].map(
    (letter) => `element(${inputs.map((_, i) => `given${i}.${letter}`)})`,
  );
  return `vec4(${lanes})`;
}

function variablesOf(sources: readonly Source[]): Pick<WebglProgram, 'variableNames' | 'customUniforms'> {
  const places = [...sources.keys()];
  return {
    variableNames: places.filter((i) => sources[i] !== 'uniform').map((i) => `T${i}`),
    customUniforms: places
      .filter((i) => sources[i] === 'uniform')
      .map((i) => ({ name: `scalar${i}`, type: 'float' })),
  };
}
