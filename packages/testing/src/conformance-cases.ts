import { DescentError, grad, Rng, scope, Tensor, variableGradients } from '@descent/core';
import { sequential } from '@descent/layers';
import * as train from '@descent/train';
import { type Outcome, taken } from './agreement.js';
import type { ConformanceCase } from './conformance-case.js';
import type { FaultCase } from './fault-case.js';
import { type GoldenCase, readGolden } from './golden.js';
import { goldenFiles, goldenOutcome } from './golden-contract.js';
import { isFull } from './is-full.js';
import { type LayerCase, layerBatch } from './layer-case.js';
import { layerCases } from './layer-cases/index.js';
import { type LossCase, lossGivens } from './loss-case.js';
import { lossCases } from './loss-cases.js';
import { opCases } from './op-cases/index.js';
import { checkUnscoped, opOutcome } from './op-contract.js';
import { opFaults } from './op-faults/index.js';
import { OptimizerRun, optionsOf, trajectories } from './optimizer-run.js';
import { inputTensor } from './random-input.js';
import { draws, isExactDraw, streamGolden } from './stream-draws.js';
import { trainW3 } from './train-w3.js';

const opRows: readonly ConformanceCase[] = opCases.map((row) => ({
  name: `op ${row.name}`,
  subject: `op ${row.name.split(':')[0]}`,
  outcome: () => opOutcome(row),
  also: (backend) => checkUnscoped(row, backend),
}));

const goldenRows: readonly ConformanceCase[] = goldenFiles.flatMap((file) =>
  readGolden(file).cases.map((row) => ({
    name: `golden ${file}: ${row.name}`,
    subject: `golden ${file}`,
    outcome: () => goldenOutcome(row, row.op ?? file),
  })),
);

const faultRows: readonly ConformanceCase[] = opFaults.map((row) => ({
  name: `fault ${row.name}`,
  subject: `fault ${row.name.split(':')[0]}`,
  outcome: () => faultOutcome(row),
}));

const layerRows: readonly ConformanceCase[] = layerCases.map((row, i) => {
  const { label, kind, name } = row.make();
  return {
    name: `layer ${i}: ${label} of [${row.input}]`,
    // A model of one input stands for a layer of several, whose name it has.
    subject: `layer ${kind === 'model' ? name : kind}`,
    outcome: () => layerOutcome(row),
  };
});

const lossRows: readonly ConformanceCase[] = lossCases.map((row) => ({
  name: `loss ${row.name}`,
  subject: `loss ${row.name}`,
  outcome: () => lossOutcome(row),
}));

const optimizerRows: readonly ConformanceCase[] = trajectories.cases.map((row) => ({
  name: `optimizer ${row.optimizer}: ${row.name}`,
  subject: `optimizer ${row.optimizer}`,
  outcome: () => optimizerOutcome(row),
  tolerance: { absolute: 2e-6, relative: 1e-5 },
}));

const streamRows: readonly ConformanceCase[] = streamGolden.cases
  .filter(({ name }) => draws[name])
  .map(({ name, attrs }) => ({
    name: `stream ${name} of seed ${attrs?.seed}`,
    subject: `stream ${name}`,
    outcome: () => streamOutcome(name, attrs?.seed as number),
    tolerance: isExactDraw.test(name) ? { absolute: 0, relative: 0 } : { absolute: 2e-6, relative: 2e-6 },
  }));

/** Rounding alone moves a loss further with every step, their mean hardly. */
const trainingRows: readonly ConformanceCase[] = [
  { steps: 10, absolute: 1e-4, meanOf: 0 },
  ...(isFull
    ? [
        { steps: 30, absolute: 1e-2, meanOf: 0 },
        { steps: 100, absolute: 0.02, meanOf: 20 },
      ]
    : []),
].map(({ steps, absolute, meanOf }) => ({
  name: `training the W3 net with dropout, ${steps} steps of 4 pictures${meanOf ? `, the mean of the last ${meanOf}` : ''}`,
  subject: `training for ${steps} steps`,
  async outcome() {
    const losses = await trainW3(steps);
    const values = Float64Array.from(meanOf ? [meanOfLast(meanOf, losses)] : losses);
    return { losses: { shape: [values.length], dtype: 'float32', values } };
  },
  tolerance: { absolute, relative: 0 },
  isLong: true,
  isLongest: steps > 30,
}));

function meanOfLast(count: number, losses: readonly number[]): number {
  return losses.slice(-count).reduce((sum, loss) => sum + loss / count, 0);
}

/** Every case of every op, its goldens and faults, of every layer, loss, optimizer and stream of random numbers, and a training run. */
export const conformanceCases: readonly ConformanceCase[] = [
  ...opRows,
  ...goldenRows,
  ...faultRows,
  ...layerRows,
  ...lossRows,
  ...optimizerRows,
  ...streamRows,
  ...trainingRows,
];

/** What a call gives, or the code of the error by which it is refused, at once or when its result is read. */
async function faultOutcome({ inputs = [], run }: FaultCase): Promise<Outcome> {
  try {
    const results = scope(() =>
      [run(...inputs.map(inputTensor))].flat().filter((each) => each instanceof Tensor),
    );
    return await taken(Object.fromEntries(results.map((each, i) => [`result ${i}`, each])));
  } catch (error) {
    if (!(error instanceof DescentError)) throw error;
    return { [error.code]: { shape: [0], dtype: 'none', values: new Float64Array() } };
  }
}

/** Outputs, gradients of the input and of the parameters, in training too, and what training made of the parameters. */
async function layerOutcome({ make, ...expectation }: LayerCase): Promise<Outcome> {
  const [, ...inputShape] = expectation.input;
  using model = sequential({ input: inputShape as never, seed: 7 }, make() as never);
  const rng = new Rng(5);
  const modes = expectation.random || expectation.differsInTraining ? [false, true] : [false];
  const results = await taken(
    scope(() => {
      const x = layerBatch(expectation);
      return Object.assign(
        {},
        ...modes.map((training) => {
          const call = (given: Tensor): Tensor => model.call(given, { training, rng });
          const when = training ? 'in training' : 'in use';
          const { value, gradients } = variableGradients(
            () => call(x).square().mean(),
            model.trainableParameters,
          );
          const ofParameters = gradients.map((each, i) => [
            `gradient of ${model.trainableParameters[i]?.name} ${when}`,
            each,
          ]);
          const named = { [`output ${when}`]: call(x), [`loss ${when}`]: value };
          if (expectation.indices !== undefined) return { ...named, ...Object.fromEntries(ofParameters) };
          const ofInput = grad((given: Tensor) => call(given).square().mean())(x);
          return {
            ...named,
            [`gradient of the input ${when}`]: ofInput,
            ...Object.fromEntries(ofParameters),
          };
        }),
      ) as Record<string, Tensor>;
    }),
  );
  const parameters = scope(() =>
    Object.fromEntries(model.parameters.map(({ name, value }) => [name, value.add(0)])),
  );
  rng.dispose();
  return { ...results, ...(await taken(parameters)) };
}

/** The loss and its gradient, weighted and not, and each example's; where what is NaN weighs nothing too. */
function lossOutcome({ loss, ...given }: LossCase): Promise<Outcome> {
  return taken(
    scope(() => {
      const [p, t, weights] = lossGivens(given);
      return {
        loss: loss(p, t),
        'weighted loss': loss(p, t, weights),
        'loss of each example': loss.perExample(p, t),
        gradient: grad((x: Tensor) => loss(x, t))(p),
        'weighted gradient': grad((x: Tensor) => loss(x, t, weights))(p),
      };
    }),
  );
}

const optimizers = new Map<string, unknown>(Object.entries(train));

/** What an optimizer makes of weights and of its own state, in a compiled step. */
async function optimizerOutcome(row: GoldenCase): Promise<Outcome> {
  const make = optimizers.get(row.optimizer as string) as typeof train.adam;
  const run = new OptimizerRun(make(optionsOf(row)));
  run.steps(0, isFull ? 100 : 10);
  const cells = run.cells();
  const values = scope(() => Object.fromEntries(cells.map(({ name, value }) => [name, value.add(0)])));
  const outcome = await taken(values);
  run.dispose();
  return outcome;
}

/** Two draws, one after the other. */
async function streamOutcome(name: string, seed: number): Promise<Outcome> {
  const rng = new Rng(seed);
  const results: Record<string, Outcome[string]> = {};
  for (const place of ['first', 'second']) {
    const drawn = scope(() => draws[name]?.(rng) as Tensor | ArrayLike<number>);
    if ('dataSync' in drawn) Object.assign(results, await taken({ [place]: drawn }));
    else {
      const values = Float64Array.from(drawn);
      results[place] = { shape: [values.length], dtype: 'float32', values };
    }
  }
  rng.dispose();
  return results;
}
