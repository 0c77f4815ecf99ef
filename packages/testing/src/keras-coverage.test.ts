import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { type GoldenCase, readGolden } from './golden.js';
import { counterparts, type Kind } from './keras-counterparts.js';
import { lossCases } from './loss-cases.js';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const textOf = (pattern: string): string[] =>
  globSync(pattern, { cwd: root }).map((file) => readFileSync(`${root}${file}`, 'utf8'));
const casesOf = (...files: readonly string[]): readonly GoldenCase[] =>
  files.flatMap((file) => readGolden(file).cases);

/** What is under layerContract, in the tests of layers and in conformance. */
const underContract = textOf('packages/testing/src/layer-cases/*.ts');
/** The names of the goldens' cases are our code. */
const goldenCode = textOf('goldens/*.json').flatMap((text) => text.match(/(?<="name": ")[^"]*/g) ?? []);
const isRandom = /dropout|noise/i;

/** Whether something is called in one of some texts. */
function isCalled(name: string, texts: readonly string[]): boolean {
  return texts.some((text) => new RegExp(`\\b${name}\\(`).test(text));
}

/** Where the values of each kind are held to an outside library, or, of callbacks, to what all of them promise. */
const holds: Readonly<Record<Kind, (name: string) => boolean>> = {
  layers: (name) => isCalled(name, underContract) && (isRandom.test(name) || isCalled(name, goldenCode)),
  losses: (name) =>
    lossCases.some((row) => row.name === name) &&
    casesOf('losses', 'keras-losses').some(
      ({ op, attrs }) => op === name || Object.hasOwn((attrs?.options as object) ?? {}, name),
    ),
  metrics: (name) => casesOf('metrics').some(({ op }) => op === name),
  regularizers: (name) =>
    isCalled(
      name,
      casesOf('treatments').map(({ op }) => op as string),
    ),
  optimizers: (name) =>
    casesOf('trajectories').some(({ optimizer }) => optimizer === name) &&
    textOf('packages/train/src/optimizers/*.test.ts').some((text) =>
      text.includes(`optimizerContract('${name}'`),
    ),
  schedules: (name) => casesOf('schedules', 'one-cycle').some(({ op }) => op?.split(' of ').includes(name)),
  callbacks: (name) => isCalled(name, textOf('packages/train/src/callbacks/all-callbacks.test.ts')),
  initializers: (name) =>
    casesOf('streams').some((row) => row.name.replace('()', '') === name) ||
    // Those that draw nothing.
    isCalled(name, textOf('packages/layers/src/initializers/*.test.ts')),
  constraints: (name) =>
    isCalled(
      name,
      casesOf('treatments').map(({ op }) => op as string),
    ),
  activations: (name) =>
    // What passes values on, another name of swish, and core's exp, which op cases hold to Math.exp.
    ['linear', 'silu', 'exponential'].includes(name) ||
    casesOf('activations', 'more-activations', 'softmax').some(({ op }) => op === name),
};

it.each(Object.keys(counterparts) as Kind[])('all %s are under contract or have goldens', (kind) => {
  expect(Object.keys(counterparts[kind]).filter((name) => !holds[kind](name))).toEqual([]);
});
