import { softmax, type Tensor, tensor } from '@descent/core';
import { confusion, featureMaps, filters, type Snapshot, snapshot } from '@descent/explain';
import type { Model } from '@descent/layers';
import { nets } from '../fashion/nets.js';
import { Classifier } from '../shared/classifier.js';
import { type FashionMnist, loadFashionMnist } from '../shared/fashion-mnist.js';
import { pixelCount } from '../shared/fashion-names.js';
import { fitDrawing } from '../shared/fit-drawing.js';
import { stagesOf } from '../shared/stages.js';
import type { Trainable } from '../shared/training/trainable.js';
import { patchesOf } from './patches.js';
import { type Act, type Filters, keepEvery, type Patches, type Settings, type View } from './protocol.js';
import { putWeights } from './weights.js';

/** Twice through 10,000 pictures. */
const training = { batchSize: 50, stepCount: 400, rate: 0.003, seed: 1 } as const;
/** Test pictures on which a moment is tested, and from which parts are taken. */
const testedCount = 500;

/** The weights at a moment, and how good they are. */
interface Moment {
  readonly step: number;
  readonly weights: Snapshot;
  readonly accuracy: number | undefined;
}

/** Trains the net, keeps moments of it, and looks at its maps with the weights of any of them. */
export class Trainer implements Trainable<Settings, View, Act> {
  #settings: Settings;
  #data: FashionMnist | undefined;
  readonly #net = nets.cnn();
  /** The same net with the weights that are looked at. */
  readonly #looking = nets.cnn();
  readonly #stages = stagesOf(this.#net);
  readonly #classifier = new Classifier(this.#net, training);
  readonly #moments: Moment[] = [];
  #seen: Float32Array | undefined;
  #garmentCount = 0;
  #garment: View['garment'];
  #patches: Patches | undefined;

  constructor(settings: Settings) {
    this.#settings = settings;
  }

  get end(): string | undefined {
    return this.#classifier.isOver ? 'done' : undefined;
  }

  configure(settings: Settings): boolean {
    if (settings.picture !== this.#settings.picture) this.#seen = undefined;
    this.#settings = settings;
    return false;
  }

  async act(act: Act): Promise<void> {
    this.#data ??= await loadFashionMnist();
    const { test } = this.#data;
    if (act.type === 'garment') {
      const index = this.#garmentCount++ % test.count;
      const pixels = test.pixels.slice(index * pixelCount, (index + 1) * pixelCount);
      this.#garment = { index, label: test.labels[index] as number, pixels };
    } else {
      putWeights(this.#looking, await this.#weights());
      const pixels = test.pixels.subarray(0, testedCount * pixelCount);
      this.#patches = await patchesOf(this.#looking, this.#stages, act.place, pixels);
    }
  }

  async step(): Promise<void> {
    this.#data ??= await loadFashionMnist();
    if (this.#classifier.isOver) return;
    if (this.#moments.length === 0) await this.#keep();
    await this.#classifier.learn(this.#data.train);
    if (this.#classifier.step % keepEvery === 0) await this.#keep(this.#data);
  }

  async view(): Promise<View> {
    const { picture, off, moment } = this.#settings;
    this.#seen ??= await fitDrawing(picture);
    const weights = await this.#weights();
    putWeights(this.#looking, weights, off);
    const looked = await this.#lookAt(this.#seen);
    const kernels = await filters(this.#looking);
    let wholeShares = looked.shares;
    if (off.length > 0) {
      putWeights(this.#looking, weights);
      wholeShares = (await this.#lookAt(this.#seen)).shares;
    }
    const { step } = this.#classifier;
    return {
      step,
      stepCount: training.stepCount,
      hasData: this.#data !== undefined,
      accuracy: (this.#moments[moment] ?? this.#moments.at(-1))?.accuracy,
      moments: this.#moments.map((each) => each.step),
      lookedAt: this.#moments[moment]?.step ?? step,
      seen: this.#seen.slice(),
      stages: this.#stages,
      ...looked,
      wholeShares,
      filters: Object.fromEntries(kernels.map(({ name, filters: each, range }) => [name, of(each, range)])),
      garment: this.#garment,
      patches: this.#patches,
    };
  }

  dispose(): void {
    this.#classifier.dispose();
    this.#looking.dispose();
  }

  /** The weights that are looked at. */
  async #weights(): Promise<Snapshot> {
    return this.#moments[this.#settings.moment]?.weights ?? (await snapshot(this.#net));
  }

  /** What the net with these weights makes of the picture. */
  async #lookAt(pixels: Float32Array): Promise<Pick<View, 'maps' | 'most' | 'shares'>> {
    const names = this.#stages.map(({ name }) => name);
    const logits = (this.#looking as Model).layers.at(-1)?.name as string;
    const x = tensor(pixels, [1, 28, 28, 1]) as Tensor;
    const layers = await featureMaps(this.#looking, x, { layers: [...names, logits] });
    x.dispose();
    const maps = layers.slice(0, -1);
    const scores = tensor(layers.at(-1)?.maps.values as Float32Array, [1, 10]) as Tensor;
    const shares = softmax(scores) as Tensor;
    const values = [...(await shares.data())] as number[];
    scores.dispose();
    shares.dispose();
    return {
      maps: maps.map(({ maps: { values: each } }) => each),
      most: maps.map(({ range: [, largest] }) => largest),
      shares: values,
    };
  }

  async #keep(data?: FashionMnist): Promise<void> {
    this.#moments.push({
      step: this.#classifier.step,
      weights: await snapshot(this.#net),
      accuracy: data && (await this.#test(data)),
    });
  }

  async #test({ test }: FashionMnist): Promise<number> {
    const pixels = test.pixels.subarray(0, testedCount * pixelCount);
    const scores = tensor(await this.#classifier.score(pixels), [testedCount, 10]) as Tensor;
    const { accuracy } = await confusion(test.labels.subarray(0, testedCount), scores);
    scores.dispose();
    return accuracy;
  }
}

function of(
  { shape, values }: { readonly shape: readonly number[]; readonly values: Float32Array },
  [least, most]: readonly [number, number],
): Filters {
  const [, edge = 0, , depth = 0] = shape;
  return { edge, depth, values, most: Math.max(-least, most) };
}
