import { describeValue } from '../describe-value.js';
import { ShapeError, TraceError, ValueError } from '../errors.js';
import { add } from '../ops/add.js';

import { cast } from '../ops/cast.js';
import { clip } from '../ops/clip.js';
import { concat } from '../ops/concat.js';
import { cos } from '../ops/cos.js';
import { cumsum } from '../ops/cumsum.js';
import { div } from '../ops/div.js';
import { erf } from '../ops/erf.js';
import { exp } from '../ops/exp.js';
import { gather } from '../ops/gather.js';
import { less } from '../ops/less.js';
import { lessEqual } from '../ops/less-equal.js';
import { log } from '../ops/log.js';
import { mul } from '../ops/mul.js';
import { philoxBits } from '../ops/philox-bits.js';
import { reshape } from '../ops/reshape.js';
import { sin } from '../ops/sin.js';
import { slice } from '../ops/slice.js';
import { softmax } from '../ops/softmax.js';
import { sqrt } from '../ops/sqrt.js';
import { square } from '../ops/square.js';
import { stopGradient } from '../ops/stop-gradient.js';
import { sub } from '../ops/sub.js';
import { sum } from '../ops/sum.js';
import { topK } from '../ops/top-k.js';
import { activeCapture } from '../program/capture.js';
import { scope } from '../scope.js';
import { checkShape, checkWhole, resolveAxis, type Shape, showShape, sizeOf } from '../shape.js';
import type { Tensor } from '../tensor.js';
import { Variable } from '../variable.js';
import { type PhiloxKey, philox } from './philox.js';

/** Third word of the counter: keeps the kinds of draws of one key apart. */
const hostStream = 1;
const splitStream = 2;

/**
 * A source of random numbers: counter-based (Philox 4×32-10), so that one seed gives the same numbers on every
 * backend, and splittable, so that the parts of a program do not disturb one another.
 *
 * Draws for tensors keep their place in a {@link Variable}, so they go on inside compiled functions. Draws of
 * host arrays serve initial values and shuffling.
 *
 * @example
 * const rng = new Rng(42);
 * const mask = rng.bernoulli([2, 3], 0.5);
 * const order = rng.split('shuffle').permutation(10);
 */
export class Rng {
  readonly #key: PhiloxKey;
  readonly #draw: Variable<readonly []>;
  #hostDraws = 0;

  /**
   * @param seed - a whole number from 0 to 2⁵³ − 1
   * @throws ValueError for anything else
   */
  constructor(seed: number | { readonly key: PhiloxKey }) {
    this.#key = typeof seed === 'object' && seed !== null ? seed.key : keyOf(seed);
    this.#draw = new Variable({ shape: [], dtype: 'int32' }, { name: 'rng', trainable: false });
  }

  /**
   * Another source, determined by this one's seed and the label alone, not by what was drawn.
   * @throws ValueError when the label is neither a string nor a whole number ≥ 0
   */
  split(label: string | number): Rng {
    if (typeof label !== 'string' && !(Number.isSafeInteger(label) && label >= 0)) {
      throw new ValueError(`split: a label is a string or a whole number >= 0, got ${describeValue(label)}`);
    }
    const [low, high] = typeof label === 'string' ? hash(label) : keyOf(label);
    const [k0, k1] = philox([low, high, splitStream, typeof label === 'string' ? 1 : 0], this.#key);
    return new Rng({ key: [k0, k1] });
  }

  /**
   * Tensor of numbers spread evenly over [from, to), in steps of (to − from) / 2²⁴.
   */
  uniform<const S extends Shape>(shape: S, from = 0, to = 1): Tensor<S> {
    return scope(() => {
      const unit = mul(cast(this.#bits(shape), 'float32'), 2 ** -24);
      return from === 0 && to === 1 ? unit : add(mul(unit, to - from), from);
    }) as Tensor<S>;
  }

  /**
   * Tensor of bools that are true with probability p.
   * @throws ValueError unless 0 ≤ p ≤ 1
   */
  bernoulli<const S extends Shape>(shape: S, p: number): Tensor<S> {
    if (!(p >= 0 && p <= 1)) throw new ValueError(`bernoulli: p must lie in [0, 1], got ${describeValue(p)}`);
    return scope(() => less(this.#bits(shape), Math.round(p * 2 ** 24))) as Tensor<S>;
  }

  /**
   * Tensor of normal numbers, by the method of Box and Muller: √(−2 ln u) cos 2πv and √(−2 ln u) sin 2πv for u and v
   * spread evenly over (0, 1] and [0, 1).
   * @throws ValueError unless stddev ≥ 0
   */
  normal<const S extends Shape>(shape: S, mean = 0, stddev = 1): Tensor<S> {
    checkShape('normal', shape);
    checkSpread('normal', mean, stddev);
    return scope(() => {
      const size = sizeOf(shape);
      const half = Math.ceil(size / 2);
      const radius = sqrt(mul(log(sub(1, this.uniform([half]))), -2));
      const angle = this.uniform([half], 0, 2 * Math.PI);
      const both = concat([mul(radius, cos(angle)), mul(radius, sin(angle))] as never) as Tensor;
      return scaled(reshape(slice(both, [0], [size]), shape as Shape) as Tensor, mean, stddev);
    }) as Tensor<S>;
  }

  /**
   * Tensor of normal numbers within two standard deviations of the mean: √2 erf⁻¹(y) for y spread evenly over
   * erf(±√2).
   * @throws ValueError unless stddev ≥ 0
   */
  truncatedNormal<const S extends Shape>(shape: S, mean = 0, stddev = 1): Tensor<S> {
    checkSpread('truncatedNormal', mean, stddev);
    const most = 0.954499736103642;
    return scope(() => {
      const inverse = inverseErf(this.uniform(shape, -most, most));
      return scaled(clip(mul(inverse, Math.SQRT2) as Tensor, -2, 2), mean, stddev);
    }) as Tensor<S>;
  }

  /**
   * Draws classes by their probabilities softmax(logits): the number of classes whose cumulative probability lies at or
   * below a number spread evenly over [0, 1). A logit of −∞ is never drawn.
   *
   * @param logits - [..., classes], at least one; its gradient is none
   * @param count - draws per row; without it there is one
   * @returns int32 [...], or [..., count]
   * @throws ShapeError when there are no classes, DtypeError for bool, ValueError
   */
  categorical(logits: Tensor, count?: number): Tensor {
    if (count !== undefined) checkWhole('categorical', 'count', count, 0);
    const { shape, rank } = logits;
    if (!((shape[rank - 1] ?? 0) > 0)) {
      throw new ShapeError(`categorical: logits are ${showShape(shape)}, expects at least one class`);
    }
    return scope(() => {
      const batch = shape.slice(0, -1);
      const sums = cumsum(softmax(stopGradient(logits)), -1);
      const last = slice(sums, [...batch.map(() => 0), -1]);
      const shares = reshape(div(sums, last) as Tensor, [...batch, 1, -1]) as Tensor;
      const below = lessEqual(shares, this.uniform([...batch, count ?? 1, 1]) as Tensor) as Tensor;
      const drawn = sum(cast(below, 'int32'), -1) as Tensor;
      return count === undefined ? (reshape(drawn, batch) as Tensor) : drawn;
    });
  }

  /**
   * The parts of x along its first axis in random order, inside compiled functions too; {@link permutation} is the
   * host's.
   * @throws ShapeError E_AXIS for a scalar
   */
  shuffle<S extends Shape>(x: Tensor<S>): Tensor<S> {
    return scope(() => {
      const count = x.shape[resolveAxis('shuffle', 0, x.rank)] as number;
      return gather(x, topK(this.#bits([count], 32), count).indices);
    }) as Tensor<S>;
  }

  /** `n` numbers spread evenly over [0, 1), on the host. */
  uniformArray(n: number): Float64Array {
    checkWhole('uniformArray', 'n', n, 0);
    checkShape('uniformArray', [n]);
    const words = this.#words('uniformArray', 2 * n);
    const unit = new Float64Array(n);
    for (let i = 0; i < n; i++) {
      unit[i] = ((words[2 * i] as number) * 2 ** 21 + ((words[2 * i + 1] as number) >>> 11)) * 2 ** -53;
    }
    return unit;
  }

  /** `n` standard normal numbers, on the host (Box and Muller, 1958). */
  normalArray(n: number): Float64Array {
    checkWhole('normalArray', 'n', n, 0);
    checkShape('normalArray', [n]);
    const unit = this.uniformArray(2 * Math.ceil(n / 2));
    return Float64Array.from({ length: n }, (_, i) => {
      const pair = i - (i % 2);
      const radius = Math.sqrt(-2 * Math.log(1 - (unit[pair] as number)));
      const angle = 2 * Math.PI * (unit[pair + 1] as number);
      return radius * (i % 2 === 0 ? Math.cos(angle) : Math.sin(angle));
    });
  }

  /** The whole numbers 0 … n − 1 in random order, each order equally likely (Fisher and Yates). */
  permutation(n: number): Int32Array {
    checkWhole('permutation', 'n', n, 0);
    checkShape('permutation', [n]);
    const unit = this.uniformArray(n);
    const order = new Int32Array(n);
    for (let i = 0; i < n; i++) order[i] = i;
    for (let i = n - 1; i > 0; i--) {
      const j = Math.floor((unit[i] as number) * (i + 1));
      const other = order[j] as number;
      order[j] = order[i] as number;
      order[i] = other;
    }
    return order;
  }

  /** The cell that counts the draws of tensors, for checkpoints: set back, the same numbers come again. */
  get draws(): Variable<readonly []> {
    return this.#draw;
  }

  /** Frees the cell that counts the draws of tensors. */
  dispose(): void {
    this.#draw.dispose();
  }

  #bits(shape: Shape, bits: 24 | 32 = 24): Tensor {
    const draw = this.#draw.value;
    const words = philoxBits(draw, { shape, key: this.#key, bits });
    this.#draw.assign(add(draw, 1));
    return words;
  }

  #words(op: string, n: number): Uint32Array {
    if (activeCapture()) {
      throw new TraceError(`${op}: numbers drawn on the host would be frozen into the traced function`, {
        fix: 'draw tensors inside: rng.uniform(shape); or draw outside and pass the numbers in',
      });
    }
    const words = new Uint32Array(Math.ceil(n / 4) * 4);
    const draw = this.#hostDraws++;
    for (let i = 0; i < n; i += 4) {
      const block = philox([i / 4, draw, hostStream, 0], this.#key);
      for (let k = 0; k < 4; k++) words[i + k] = block[k] as number;
    }
    return words.subarray(0, n);
  }
}

/** @throws ValueError */
function checkSpread(op: string, mean: number, stddev: number): void {
  if (Number.isFinite(mean) && Number.isFinite(stddev) && stddev >= 0) return;
  throw new ValueError(
    `${op}: expects a finite mean and a finite stddev >= 0, got ${describeValue(mean)} and ${describeValue(stddev)}`,
  );
}

/** Standard normal numbers with another mean and standard deviation. */
function scaled(z: Tensor, mean: number, stddev: number): Tensor {
  return mean === 0 && stddev === 1 ? z : (add(mul(z, stddev) as Tensor, mean) as Tensor);
}

/**
 * The x with erf(x) = y for |y| up to 0.955, by Newton's method from y √π / 2: there the tangents lie outside of erf, so
 * that x comes closer from one side.
 */
function inverseErf(y: Tensor): Tensor {
  const slope = Math.sqrt(Math.PI) / 2;
  let x = mul(y, slope) as Tensor;
  for (let i = 0; i < 6; i++) {
    x = add(x, mul(mul(sub(y, erf(x)) as Tensor, exp(square(x))) as Tensor, slope) as Tensor) as Tensor;
  }
  return x;
}

function keyOf(seed: number): PhiloxKey {
  if (!Number.isSafeInteger(seed) || seed < 0) {
    throw new ValueError(`Rng: a seed is a whole number from 0 to 2^53 - 1, got ${describeValue(seed)}`);
  }
  return [seed >>> 0, Math.floor(seed / 2 ** 32)];
}

/** 64-bit FNV-1a of the label's UTF-8 bytes, as two words. */
function hash(label: string): [number, number] {
  let state = 0xcbf29ce484222325n;
  for (const byte of new TextEncoder().encode(label))
    state = BigInt.asUintN(64, (state ^ BigInt(byte)) * 0x100000001b3n);
  return [Number(state & 0xffffffffn), Number(state >> 32n)];
}
