import { Rng } from '@descent/core';
import { type ArrayDataset, makeCircle, makeGauss, makeLinear, makeSpiral, makeXor } from '@descent/datasets';
import type { classificationSets, regressionSets } from '../state/options.js';
import type { State } from '../state/state.js';
import { makeBumps } from './bumps.js';
import { pointsInText } from './own-points.js';

/** Points of the plane with what is to be learned of them: the first are trained on, the others test. */
export interface Points {
  /** x and y of each point. */
  readonly places: Float32Array;
  /** 1 or −1 where there are classes, else a number. */
  readonly labels: Float32Array;
  readonly trainCount: number;
}

type GeneratedSet = Exclude<(typeof classificationSets)[number], 'own'> | (typeof regressionSets)[number];

const generators: Readonly<
  Record<GeneratedSet, (options: { count: number; noise: number; seed: number }) => ArrayDataset>
> = {
  circle: makeCircle,
  xor: makeXor,
  gauss: makeGauss,
  spiral: makeSpiral,
  'reg-plane': makeLinear,
  'reg-gauss': makeBumps,
};

/** How many points Playground has. */
export const counts = { classification: 500, regression: 1200 } as const;

/** The set that is learned. */
export function setOf({ problem, dataset, regDataset }: State): State['dataset'] | State['regDataset'] {
  return problem === 'classification' ? dataset : regDataset;
}

/** The points of a state: the same for the same seed. */
export async function pointsOf(state: State): Promise<Points> {
  const { problem, seed, noise, flip, move, percTrainData } = state;
  const name = setOf(state);
  const { places, labels } =
    name === 'own'
      ? pointsInText(state.points)
      : await generate(name, { count: counts[problem], noise: noise / 100, seed });
  const count = labels.length;
  const order = new Rng(seed).split('order of points').permutation(count);
  const points: Points = {
    places: Float32Array.from(
      { length: 2 * count },
      (_, i) => places[2 * (order[i >> 1] as number) + (i % 2)] as number,
    ),
    labels: Float32Array.from(order, (place) => labels[place] as number),
    // One point at least on either side, where there are two.
    trainCount: Math.max(0, Math.min(count - 1, Math.max(1, Math.floor((count * percTrainData) / 100)))),
  };
  if (move > 0 && name !== 'own') moveAll(points.places, move, seed);
  if (problem === 'classification' && flip > 0) flipSome(points.labels, flip / 100, seed);
  return points;
}

/** The points of a generator with their labels, in its order. */
export async function generate(
  name: GeneratedSet,
  options: { readonly count: number; readonly noise: number; readonly seed: number },
): Promise<Omit<Points, 'trainCount'>> {
  const data = generators[name](options);
  const hasClasses = data.targetShape.length === 0;
  for await (const { x, y } of data.batches({ batchSize: options.count })) {
    return {
      places: Float32Array.from(x.values),
      labels: Float32Array.from(y.values, (label) => (hasClasses ? 2 * label - 1 : label)),
    };
  }
  throw new Error(`${name} gave no points`);
}

/** Lets every point stray, whatever it is a point of. */
function moveAll(places: Float32Array, deviation: number, seed: number): void {
  new Rng(seed)
    .split('moved points')
    .normalArray(places.length)
    .forEach((normal, i) => {
      places[i] = (places[i] as number) + deviation * normal;
    });
}

function flipSome(labels: Float32Array, share: number, seed: number): void {
  new Rng(seed)
    .split('flipped labels')
    .uniformArray(labels.length)
    .forEach((unit, i) => {
      if (unit < share) labels[i] = -(labels[i] as number);
    });
}
