import {
  checkOptions,
  DataError,
  describeValue,
  FormatError,
  type Shape,
  ShapeError,
  sameShape,
  scope,
  showShape,
  sizeOf,
  Tensor,
  ValueError,
} from '@descent/core';
import type { AnyModel, Model } from '@descent/layers';
import { checkNet } from './layers-of.js';

/** Options of {@link fewShot}. */
export interface FewShotOptions {
  /** What is done to pictures before: `(x) => preprocess('mobileNetV1', x)`. */
  readonly preprocess?: ((x: Tensor) => Tensor) | undefined;
  /**
   * 'cosine' (default) compares directions: features are brought to length 1 first. 'euclidean' takes them as they are.
   */
  readonly distance?: 'cosine' | 'euclidean' | undefined;
  /**
   * How far probabilities are from all or nothing, > 0: they are a softmax of −distance² / temperature. Default 0.1 for
   * 'cosine'; for 'euclidean' the number of features.
   */
  readonly temperature?: number | undefined;
}

/** What a {@link FewShot} takes an example for. */
export interface Guess {
  /** The class whose mean is nearest. */
  readonly label: string;
  /** Share of each class, by label. They compare the classes with one another, and say nothing of what is none of them. */
  readonly probabilities: Readonly<Record<string, number>>;
  /** Squared distance to each class's mean, by label. */
  readonly distances: Readonly<Record<string, number>>;
}

/** What a {@link FewShot} remembers: plain data, for JSON. */
export interface FewShotState {
  readonly distance: 'cosine' | 'euclidean';
  /** How many features there are. */
  readonly size: number;
  /** How many examples each class had, and the sum of their features. */
  readonly classes: readonly {
    readonly label: string;
    readonly count: number;
    readonly sum: readonly number[];
  }[];
}

/** A classifier that learns classes from a few examples, at once. */
export interface FewShot {
  /** The classes so far, in the order in which they came. */
  readonly labels: readonly string[];
  /** How many examples each class had. */
  readonly counts: Readonly<Record<string, number>>;
  /**
   * Takes examples of a class, which is made when it is new.
   * @param x - [examples, ...inputShape]
   * @throws ShapeError for another shape, DataError for features that are not finite
   */
  addExamples(label: string, x: Tensor): Promise<void>;
  /**
   * What each example is taken for.
   * @param x - [examples, ...inputShape]
   * @throws DataError before there are examples of a class
   */
  classify(x: Tensor): Promise<Guess[]>;
  /** Forgets a class, or all. Throws ValueError for a label that is none. */
  reset(label?: string): void;
  /** What it remembers, for {@link FewShot.load}. */
  save(): FewShotState;
  /** Takes what was saved in place of what it remembers. Throws FormatError for what no net of this size saved. */
  load(state: FewShotState): void;
}

/**
 * A classifier by the nearest class mean: each class is the mean of its examples' features, and a new example is of the
 * class whose mean lies nearest. There is nothing to train, so that it follows at once, as a page with a camera wants.
 *
 * @param features - what `features` gives, frozen or not: from [...inputShape] to numbers, maps as one list
 * @throws ValueError for options out of range
 * @see Snell, Swersky and Zemel, Prototypical networks for few-shot learning, arXiv:1703.05175
 * @example
 * const base = features(net, 'conv_pw_13_relu', { pooling: 'average' });
 * const classifier = fewShot(base, { preprocess: (x) => preprocess('mobileNetV1', x) });
 * await classifier.addExamples('cup', cups);
 * await classifier.addExamples('pen', pens);
 * const [{ label, probabilities }] = await classifier.classify(picture);
 */
export function fewShot(features: Model<Shape, Shape>, options: FewShotOptions = {}): FewShot {
  checkNet('fewShot', features as unknown as AnyModel);
  const names = ['preprocess', 'distance', 'temperature'] as const;
  const { preprocess = same, distance = 'cosine', temperature } = checkOptions('fewShot', options, names);
  if (distance !== 'cosine' && distance !== 'euclidean') {
    throw new ValueError(`fewShot: distance must be 'cosine' or 'euclidean', got ${describeValue(distance)}`);
  }
  if (typeof preprocess !== 'function') {
    throw new ValueError(`fewShot: preprocess must be a function, got ${describeValue(preprocess)}`, {
      fix: "preprocess: (x) => preprocess('mobileNetV1', x)",
    });
  }
  const isWidth =
    typeof temperature === 'number' && temperature > 0 && temperature < Number.POSITIVE_INFINITY;
  if (temperature !== undefined && !isWidth) {
    throw new ValueError(
      `fewShot: temperature must be a finite number > 0, got ${describeValue(temperature)}`,
    );
  }
  const width = temperature ?? (distance === 'cosine' ? 0.1 : sizeOf(features.outputShape));
  return new ClassMeans(features, preprocess, distance, width);
}

function same(x: Tensor): Tensor {
  return x;
}

interface ClassSum {
  count: number;
  /** In float64, so that the order of examples does not show. */
  readonly sum: Float64Array;
}

class ClassMeans implements FewShot {
  readonly #classes = new Map<string, ClassSum>();
  readonly #size: number;

  constructor(
    private readonly features: Model<Shape, Shape>,
    private readonly preprocess: (x: Tensor) => Tensor,
    private readonly distance: 'cosine' | 'euclidean',
    private readonly temperature: number,
  ) {
    this.#size = sizeOf(features.outputShape);
  }

  get labels(): readonly string[] {
    return [...this.#classes.keys()];
  }

  get counts(): Readonly<Record<string, number>> {
    return Object.fromEntries([...this.#classes].map(([label, { count }]) => [label, count]));
  }

  async addExamples(label: string, x: Tensor): Promise<void> {
    if (typeof label !== 'string' || label === '') {
      throw new ValueError(`addExamples: a label is a text, got ${describeValue(label)}`);
    }
    const vectors = await this.#vectorsOf('addExamples', x);
    const known = this.#classes.get(label) ?? { count: 0, sum: new Float64Array(this.#size) };
    this.#classes.set(label, known);
    for (const vector of vectors) {
      known.count++;
      for (let i = 0; i < vector.length; i++) known.sum[i] = (known.sum[i] as number) + (vector[i] as number);
    }
  }

  async classify(x: Tensor): Promise<Guess[]> {
    const means = [...this.#classes].map(([label, { count, sum }]) => ({
      label,
      mean: sum.map((s) => s / count),
    }));
    if (means.length === 0) {
      throw new DataError('classify: there are no examples yet', {
        fix: "add some of each class: await classifier.addExamples('cup', cups)",
      });
    }
    return (await this.#vectorsOf('classify', x)).map((vector) => {
      const distances = means.map(({ label, mean }) => [label, squaredDistance(vector, mean)] as const);
      const nearest = distances.reduce((best, each) => (each[1] < best[1] ? each : best));
      const shares = distances.map(
        ([label, d]) => [label, Math.exp((nearest[1] - d) / this.temperature)] as const,
      );
      const sum = shares.reduce((total, [, share]) => total + share, 0);
      return {
        label: nearest[0],
        probabilities: Object.fromEntries(shares.map(([label, share]) => [label, share / sum])),
        distances: Object.fromEntries(distances),
      };
    });
  }

  reset(label?: string): void {
    if (label === undefined) this.#classes.clear();
    else if (!this.#classes.delete(label)) {
      throw new ValueError(`reset: no class is called ${describeValue(label)}`, {
        fix: `use one of ${this.labels.join(', ')}, or none for all`,
      });
    }
  }

  save(): FewShotState {
    const classes = [...this.#classes].map(([label, { count, sum }]) => ({ label, count, sum: [...sum] }));
    return { distance: this.distance, size: this.#size, classes };
  }

  load(state: FewShotState): void {
    const { distance, size, classes } = (state ?? {}) as Partial<FewShotState>;
    if (distance !== this.distance || size !== this.#size) {
      throw new FormatError(
        `load: it is of ${describeValue(size)} features by ${describeValue(distance)} distance, here are ${this.#size} by ${this.distance}`,
        { fix: 'load it with the net and the options that it was saved with' },
      );
    }
    if (!Array.isArray(classes) || !classes.every((each) => isClass(each, this.#size))) {
      throw new FormatError('load: it holds no classes with a label, a count and a sum each', {
        fix: 'give what save() gave, after JSON.parse where it was text',
      });
    }
    this.#classes.clear();
    for (const { label, count, sum } of classes as FewShotState['classes'])
      this.#classes.set(label, { count, sum: Float64Array.from(sum) });
  }

  /** The features of each example. */
  async #vectorsOf(op: string, x: Tensor): Promise<readonly Float64Array[]> {
    const { inputShape, outputShape } = this.features;
    if (
      !(x instanceof Tensor) ||
      !sameShape(x.shape.slice(1), inputShape) ||
      x.rank !== inputShape.length + 1
    ) {
      const got = x instanceof Tensor ? showShape(x.shape) : describeValue(x);
      throw new ShapeError(`${op}: expects [examples, ${inputShape.join(', ')}], got ${got}`, {
        fix: 'for one example: x.expandDims(0)',
      });
    }
    using made = scope(() => this.features.predict(this.preprocess(x) as never)) as unknown as Tensor;
    const values = await made.data();
    const size = sizeOf(outputShape);
    return Array.from({ length: x.shape[0] as number }, (_, i) => {
      const vector = Float64Array.from(values.subarray(i * size, (i + 1) * size));
      const length = Math.sqrt(vector.reduce((sum, v) => sum + v * v, 0));
      if (!Number.isFinite(length)) {
        throw new DataError(`${op}: the features of example ${i} are not finite`, {
          fix: 'look at the pictures, and at preprocess',
        });
      }
      return this.distance === 'cosine' && length > 0 ? vector.map((v) => v / length) : vector;
    });
  }
}

function squaredDistance(a: Float64Array, b: Float64Array): number {
  return a.reduce((sum, value, i) => sum + (value - (b[i] as number)) ** 2, 0);
}

function isClass(each: unknown, size: number): boolean {
  const { label, count, sum } = (each ?? {}) as Partial<FewShotState['classes'][number]>;
  const isCount = Number.isSafeInteger(count) && (count as number) >= 1;
  const isSum = Array.isArray(sum) && sum.length === size && sum.every(Number.isFinite);
  return typeof label === 'string' && label !== '' && isCount && isSum;
}
