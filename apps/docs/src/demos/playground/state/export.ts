import { featuresOn } from '../data/features.js';
import type { NetValues } from '../net/carry.js';
import type { State } from './state.js';

/** The net as plain data. */
export function toJson(state: State, { kernels, biases }: NetValues): string {
  return JSON.stringify(
    {
      inputs: featuresOn(state),
      inputsAre: state.scale === 'standard' ? 'standardized by the points that were trained on' : 'raw',
      activation: state.activation,
      normalization: state.norm,
      output: outputOf(state),
      layers: kernels.map((kernel, i) => ({
        units: biases[i]?.length,
        /** [inputs, units], row by row. */
        kernel: [...kernel],
        bias: [...(biases[i] as Float32Array)],
      })),
    },
    undefined,
    1,
  );
}

/** A program that builds the net with our packages and trains it on such points, or takes these weights. */
export function toTypeScript(state: State, { kernels, biases }: NetValues): string {
  const layers = state.networkShape.map(
    (units) => `dense(${units}, { activation: ${activationCode(state)} })`,
  );
  const names = featuresOn(state);
  const list = (values: ArrayLike<number>): string =>
    Array.from(values, (value) => Number(value.toPrecision(7))).join(', ');
  return `// Built in the playground. Inputs: ${names.join(', ')}${state.scale === 'standard' ? ', standardized' : ''}; output: ${outputOf(state)}.
import { leakyRelu, sin, step, tensor } from '@descent/core';
import { dense, sequential } from '@descent/layers';

export const model = sequential(
  { input: [${names.length}], seed: ${state.seed} },
  ${[...layers, 'dense(1)'].join(',\n  ')},
);

const weights = [
${kernels.map((kernel, i) => `  [${list(kernel)}],\n  [${list(biases[i] as Float32Array)}],`).join('\n')}
];
model.parameters.forEach((parameter, i) => {
  parameter.assign(tensor(Float32Array.from(weights[i]!), parameter.shape));
});
`.replace(/^import \{ (.*) \} from '@descent\/core';$/m, (_, all: string) => {
    const used = all
      .split(', ')
      .filter((name) => name === 'tensor' || activationCode(state).includes(`${name}(`));
    return `import { ${used.join(', ')} } from '@descent/core';`;
  });
}

/** Why a net has no program; undefined where it has one. */
export function withoutProgram(state: State): string | undefined {
  return state.norm === 'none'
    ? undefined
    : 'Nets with normalization are saved as JSON without it: turn it off first.';
}

function outputOf({ problem, loss }: State): string {
  if (problem === 'regression') return 'a number';
  return loss === 'log' ? 'a logit: class 1 above 0' : 'the sum before tanh: class 1 above 0';
}

function activationCode({ activation }: State): string {
  const functions: Partial<Record<State['activation'], string>> = {
    leakyRelu: '(x) => leakyRelu(x, 0.1)',
    sine: '(x) => sin(x)',
    step: '(x) => step(x)',
  };
  return functions[activation] ?? `'${activation}'`;
}

/** Hands a text to the reader as a file. */
export function download(name: string, content: string | Blob, type = 'text/plain'): void {
  const url = URL.createObjectURL(typeof content === 'string' ? new Blob([content], { type }) : content);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
