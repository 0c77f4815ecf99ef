import { pad, Rng, scope, type Tensor, tensor } from '@descent/core';
import { dense, type Model, sequential } from '@descent/layers';
import { leastSquares } from './least-squares.js';
import { inputs, type Settings, setCount, testCount, type View, widths } from './protocol.js';

/** Standard deviation of how steep the neurons are: their steps are narrow against the sine. */
const steepness = 40;

/** What every data set made of its net. */
interface Fits {
  readonly trainingErrors: readonly number[];
  readonly testErrors: readonly number[];
  /** At {@link inputs}, one after the other. */
  readonly curves: Float32Array;
}

let swept: { key: string; trainingErrors: number[]; testErrors: number[] } | undefined;

/** Fits of one width to many data sets, and the errors of all widths. */
export async function viewOf({ width, count, noise }: Settings): Promise<View> {
  const key = `${count} ${noise}`;
  if (swept?.key !== key) {
    const [trainingErrors, testErrors]: [number[], number[]] = [[], []];
    for (const each of widths) {
      const fits = await fitsOf(each, count, noise);
      trainingErrors.push(middleOf(fits.trainingErrors));
      testErrors.push(middleOf(fits.testErrors));
    }
    swept = { key, trainingErrors, testErrors };
  }
  const { trainingErrors, testErrors, curves } = await fitsOf(width, count, noise);
  const valuesAt = (i: number): number[] =>
    Array.from({ length: setCount }, (_, set) => curves[set * inputs.length + i] as number);
  const means = inputs.map((_, i) => meanOf(valuesAt(i)));
  const x = evenly(count);
  const y = sines(x, noise, 1);
  return {
    points: Float32Array.from(x.flatMap((at, i) => [at, y[i] as number])),
    fits: curves,
    trainingErrors: Float32Array.from(swept.trainingErrors),
    testErrors: Float32Array.from(swept.testErrors),
    trainingError: middleOf(trainingErrors),
    testError: middleOf(testErrors),
    bias: meanOf(means.map((mean, i) => (mean - Math.sin(2 * Math.PI * (inputs[i] as number))) ** 2)),
    variance: meanOf(means.flatMap((mean, i) => valuesAt(i).map((value) => (value - mean) ** 2))),
  };
}

/** Every data set has a net of its own; all their hidden layers are computed as one. */
async function fitsOf(width: number, count: number, noise: number): Promise<Fits> {
  const [x, testX] = [evenly(count), evenly(testCount)];
  const places = [...x, ...testX, ...inputs];
  using layer = hiddenLayers(width);
  // [sets, places, constant 1 and neurons]
  using features = scope(() => {
    const given = tensor(places.map((value) => [value])) as Tensor;
    const hidden = layer.call(given).reshape([places.length, setCount, width]).transpose([1, 0, 2]);
    return pad(
      hidden as Tensor,
      [
        [0, 0],
        [0, 0],
        [1, 0],
      ],
      1,
    );
  }) as Tensor;
  const values = await features.data();
  const sets = Array.from({ length: setCount }, (_, set) => sines(x, noise, set + 1));
  const from = (set: number): number => set * places.length * (width + 1);
  const weights = sets.map((y, set) =>
    leastSquares(Float32Array.from(values.slice(from(set), from(set) + count * (width + 1))), width + 1, y),
  );
  const results = scope(() => {
    const found = tensor(Float32Array.from(weights.flatMap((each) => [...each])), [setCount, width + 1, 1]);
    const answers = features.matmul(found as Tensor).reshape([setCount, places.length]) as Tensor;
    const errors = (start: number, y: Tensor): Tensor =>
      answers
        .slice([0, start], [setCount, y.shape.at(-1) as number])
        .sub(y)
        .square()
        .mean(1) as Tensor;
    return [
      answers,
      errors(0, tensor(sets) as Tensor),
      errors(count, tensor([sines(testX, noise, setCount + 1)]) as Tensor),
    ] as const;
  });
  const [answers, trainingErrors, testErrors] = await Promise.all(results.map((each) => each.data()));
  for (const each of results) each.dispose();
  const curves = new Float32Array(setCount * inputs.length);
  for (let set = 0; set < setCount; set++) {
    const end = (set + 1) * places.length;
    curves.set((answers as Float32Array).subarray(end - inputs.length, end), set * inputs.length);
  }
  return { trainingErrors: [...(trainingErrors ?? [])], testErrors: [...(testErrors ?? [])], curves };
}

/** Tanh neurons of one input, for all data sets side by side: their lines lie anywhere from 0 to 1, and are as steep as chance will. */
function hiddenLayers(width: number): Model {
  const layer = sequential(
    { input: [1] },
    dense(setCount * width, { activation: 'tanh' }),
  ) as unknown as Model;
  const kernel: number[] = [];
  const bias: number[] = [];
  for (let set = 0; set < setCount; set++) {
    const rng = new Rng(set + 1).split('hidden');
    const [steeps, lines] = [rng.normalArray(width), rng.uniformArray(width)];
    rng.dispose();
    steeps.forEach((steep, i) => {
      kernel.push(steepness * steep);
      bias.push(-steepness * steep * (lines[i] as number));
    });
  }
  [[kernel], bias].forEach((numbers, i) => {
    using value = tensor(numbers as number[]);
    layer.parameters[i]?.assign(value);
  });
  return layer;
}

/** Places at equal distances, half a distance from both ends. */
function evenly(count: number): number[] {
  return Array.from({ length: count }, (_, i) => (i + 0.5) / count);
}

/** A sine at these places, and noise. */
function sines(x: readonly number[], noise: number, seed: number): number[] {
  const rng = new Rng(seed).split('noise');
  const normals = rng.normalArray(x.length);
  rng.dispose();
  return x.map((at, i) => Math.sin(2 * Math.PI * at) + noise * (normals[i] as number));
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function middleOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length / 2;
  return ((sorted[Math.floor(half)] as number) + (sorted[Math.ceil(half) - 1] as number)) / 2;
}
