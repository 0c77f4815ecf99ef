import { describeValue } from '../describe-value.js';
import { TraceError, ValueError } from '../errors.js';
import { add } from '../ops/add.js';
import { cast } from '../ops/cast.js';
import { less } from '../ops/less.js';
import { mul } from '../ops/mul.js';
import { philoxBits } from '../ops/philox-bits.js';
import { activeCapture } from '../program/capture.js';
import { scope } from '../scope.js';
import { checkShape, checkWhole, type Shape } from '../shape.js';
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
 * host arrays serve initial values and shuffling. Other distributions are functions of a source: `normal`,
 * `truncatedNormal`, `categorical`, `shuffle`.
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
      const unit = mul(cast(this.bits(shape as Shape, 24), 'float32'), 2 ** -24);
      return from === 0 && to === 1 ? unit : add(mul(unit, to - from), from);
    }) as Tensor<S>;
  }

  /**
   * Tensor of bools that are true with probability p.
   * @throws ValueError unless 0 ≤ p ≤ 1
   */
  bernoulli<const S extends Shape>(shape: S, p: number): Tensor<S> {
    if (!(p >= 0 && p <= 1)) throw new ValueError(`bernoulli: p must lie in [0, 1], got ${describeValue(p)}`);
    return scope(() => less(this.bits(shape as Shape, 24), Math.round(p * 2 ** 24))) as Tensor<S>;
  }

  /**
   * int32 tensor of random bits: any int32, each equally likely; or the numbers from 0 to 2²⁴ − 1, where `bits` is 24.
   */
  bits<const S extends Shape>(shape: S, bits: 24 | 32 = 32): Tensor<S> {
    const draw = this.#draw.value;
    const words = philoxBits(draw, { shape, key: this.#key, bits });
    this.#draw.assign(add(draw, 1));
    return words as Tensor<S>;
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
