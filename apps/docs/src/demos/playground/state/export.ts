import type { Moments } from '../data/features.js';
import { featuresOn } from '../data/features.js';
import type { NetValues } from '../net/carry.js';
import type { State } from './state.js';

/** What of a net is saved. */
export interface SavedNet extends NetValues {
  readonly moments: Moments | undefined;
}

/** The net as plain data. */
export function toJson(state: State, { kernels, biases, moments }: SavedNet): string {
  return JSON.stringify(
    {
      inputs: featuresOn(state),
      /** x becomes (x − mean) / deviation; left out for inputs as they are. */
      standardizedBy: moments,
      activations: state.networkShape.map((_, layer) => state.layerActivations[layer] ?? state.activation),
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
export function toTypeScript(state: State, { kernels, biases, moments }: SavedNet): string {
  const layers = state.networkShape.map(
    (units, layer) => `dense(${units}, { activation: ${activationCode(state, layer)} })`,
  );
  const names = featuresOn(state);
  const list = (values: ArrayLike<number>): string =>
    Array.from(values, (value) => Number(value.toPrecision(7))).join(', ');
  const used = ['leakyRelu', 'sin', 'step'].filter((name) =>
    layers.some((layer) => layer.includes(`${name}(`)),
  );
  return `// Built in the playground. Inputs: ${names.join(', ')}; output: ${outputOf(state)}.
import { ${[...used, 'tensor'].join(', ')} } from '@descent/core';
import { dense, sequential } from '@descent/layers';

export const model = sequential(
  { input: [${names.length}], seed: ${state.seed} },
  ${[...layers, 'dense(1)'].join(',\n  ')},
);

/** An input x is given as (x − mean) / deviation. */
export const means = [${list(moments?.means ?? names.map(() => 0))}];
export const deviations = [${list(moments?.deviations ?? names.map(() => 1))}];

const weights = [
${kernels.map((kernel, i) => `  [${list(kernel)}],\n  [${list(biases[i] as Float32Array)}],`).join('\n')}
];
model.parameters.forEach((parameter, i) => {
  parameter.assign(tensor(Float32Array.from(weights[i] ?? []), parameter.shape));
});
`;
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

function activationCode({ activation, layerActivations }: State, layer: number): string {
  const name = layerActivations[layer] ?? activation;
  const functions: Partial<Record<State['activation'], string>> = {
    leakyRelu: '(x) => leakyRelu(x, 0.1)',
    sine: '(x) => sin(x)',
    step: '(x) => step(x)',
  };
  return functions[name] ?? `'${name}'`;
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
