import * as core from '@descent/core';
import {
  activations,
  constant,
  identity,
  initializers,
  maxNorm,
  minMaxNorm,
  nonNegative,
  orthogonal,
  randomNormal,
  randomUniform,
  truncatedNormal,
  unitNorm,
  varianceScaling,
} from '@descent/layers';
import { l1, l1l2, l2 } from '@descent/losses';
import { steepSigmoid } from './steep-sigmoid.js';
import type { PlainConfig } from './topology.js';

/** What an option that takes functions is for. */
export type Role = 'activation' | 'initializer' | 'regularizer' | 'constraint';

/** Makes a function of the arguments that a recipe names. */
type Maker = (config: PlainConfig) => unknown;

/** A factory that takes its arguments one by one. */
function of(factory: (...given: never[]) => unknown, ...names: readonly string[]): Maker {
  return (config) => factory(...(names.map((name) => config[name]) as never[]));
}

/** A factory that takes options. */
function by(factory: (options: never) => unknown): Maker {
  return (config) => factory(config as never);
}

/** Activations that are functions of core. */
const ofCore = {
  ...{ celu: core.celu, glu: core.glu, hardShrink: core.hardShrink, hardTanh: core.hardTanh },
  ...{ logSigmoid: core.logSigmoid, softShrink: core.softShrink, sparsePlus: core.sparsePlus },
  ...{ sparseSigmoid: core.sparseSigmoid, sparsemax: core.sparsemax, squareplus: core.squareplus },
  ...{ tanhShrink: core.tanhShrink, threshold: core.threshold },
} as const;

/** The same functions as those that have a name in `layers`. */
const named = {
  ...{ relu: core.relu, relu6: core.relu6, leakyRelu: core.leakyRelu, elu: core.elu, selu: core.selu },
  ...{ gelu: core.gelu, softplus: core.softplus, sigmoid: core.sigmoid, tanh: core.tanh },
  ...{ swish: core.swish, mish: core.mish, softsign: core.softsign, hardSigmoid: core.hardSigmoid },
  ...{ hardSilu: core.hardSilu, exponential: core.exp, logSoftmax: core.logSoftmax, softmax: core.softmax },
} as const;

/** What makes the functions that files know, by role. */
export const makers: Readonly<Record<Role, Readonly<Record<string, Maker>>>> = {
  activation: {
    ...Object.fromEntries(Object.entries(ofCore).map(([name, f]) => [name, () => f])),
    steepSigmoid: () => steepSigmoid,
  },
  initializer: {
    constant: of(constant, 'value'),
    identity: by(identity),
    orthogonal: by(orthogonal),
    randomNormal: by(randomNormal),
    randomUniform: by(randomUniform),
    truncatedNormal: by(truncatedNormal),
    varianceScaling: by(varianceScaling),
  },
  regularizer: { l1: of(l1, 'strength'), l2: of(l2, 'strength'), l1l2: by(l1l2) },
  constraint: {
    maxNorm: of(maxNorm, 'max', 'axis'),
    minMaxNorm: by(minMaxNorm),
    nonNegative: of(nonNegative),
    unitNorm: of(unitNorm, 'axis'),
  },
};

/** Names, of functions that have one where layers are made. */
const namesOfFunctions: ReadonlyMap<unknown, string> = new Map<unknown, string>([
  ...Object.entries(named).map(([name, f]) => [f, name] as const),
  ...Object.entries(activations).map(([name, f]) => [f, name] as const),
  ...Object.entries(initializers).map(([name, f]) => [f, name] as const),
]);
const namesOfCore: ReadonlyMap<unknown, string> = new Map<unknown, string>(
  Object.entries(ofCore).map(([name, f]) => [f, name]),
);

/** The name by which layers know a function. */
export function nameOfFunction(f: unknown): string | undefined {
  return namesOfFunctions.get(f);
}

/** The name of a function of core that layers do not know by name. */
export function nameInCore(f: unknown): string | undefined {
  return namesOfCore.get(f);
}

/** What an option's name says about the functions that it takes; undefined: none. */
export function roleOf(option: string): Role | undefined {
  if (option === 'activation' || option === 'recurrentActivation') return 'activation';
  if (option.endsWith('Initializer')) return 'initializer';
  if (option.endsWith('Regularizer')) return 'regularizer';
  if (option.endsWith('Constraint')) return 'constraint';
  return undefined;
}

/** Names of functions without arguments that layers take for a role. */
export function knownNames(role: Role): readonly string[] {
  if (role === 'activation') return Object.keys(activations);
  return role === 'initializer' ? Object.keys(initializers) : [];
}
