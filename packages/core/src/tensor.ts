import type { Backend } from './backend.js';
import { disposeSymbol } from './disposal.js';
import type { DType, TypedArray } from './dtype.js';
import { DisposedError, ShapeError, TraceError, ValueError } from './errors.js';
import { formatTensor } from './format-tensor.js';
import { unwatch } from './leaks.js';
import { readValues } from './lost.js';
import * as methods from './methods.js';
import { type NestedArray, nest } from './nested-array.js';
import type { TracedValue } from './program/capture.js';
import { type Shape, showShape } from './shape.js';
import { claimSingleCopy } from './single-copy.js';
import type { Storage } from './storage.js';
import type { Broadcast, Checked, MatMul, Ok, Reduce, Reshape, SwapLast, Transpose } from './types/shapes.js';

declare const shapeKey: unique symbol;

/** Unknown sizes, and an unknown rank, fit both ways: they are checked at run time instead. */
type Gradual<S extends Shape> = number extends S['length']
  ? // biome-ignore lint/suspicious/noExplicitAny: only `any` is compatible both ways
    any
  : // biome-ignore lint/suspicious/noExplicitAny: as above
    { readonly [K in keyof S]: number extends S[K] ? any : S[K] };

/** What elementwise ops accept: a tensor or a plain number. */
export type Operand = Tensor | number;

/** The shape type of an operand; a number is a scalar. */
export type ShapeOf<X> = X extends Tensor<infer S> ? S : readonly [];

/** The result type of an elementwise op with broadcasting. */
export type Elementwise<A, B> = Tensor<Ok<Broadcast<ShapeOf<A>, ShapeOf<B>>>>;

/** The type of the second operand: itself, or the sentence that says why it does not fit. */
export type Second<A, B, Name extends string> = Checked<
  Broadcast<ShapeOf<A>, ShapeOf<B>>,
  ShapeOf<B>,
  Name,
  B
>;

let nextId = 0;
let contentOf: (tensor: Tensor) => Storage | TracedValue | undefined;
let shareOf: (tensor: Tensor) => Tensor;
let separateOf: (tensor: Tensor) => Tensor;
let discardOf: (tensor: Tensor) => void;

/**
 * An immutable n-dimensional array on a backend. `S` is its shape where the compiler knows it.
 * Made by {@link tensor}, {@link zeros}, … and by ops, never by `new`.
 *
 * @example
 * const a = tensor([[1, 2], [3, 4]]); // Tensor<readonly [2, 2]>
 * a.matmul(a).add(1).arraySync(); // [[8, 11], [16, 23]]
 */
export class Tensor<S extends Shape = Shape> {
  declare readonly [shapeKey]: Gradual<S>;

  /** Sizes of the axes, outermost first. */
  readonly shape: readonly number[];
  /** Element kind. */
  readonly dtype: DType;
  /** Same for every handle of one value; the tape follows values by it. */
  readonly id: number;
  /** The op that made it, for messages. */
  readonly madeBy: string;
  #content: Storage | TracedValue | undefined;

  static {
    claimSingleCopy(import.meta.url);
    contentOf = (tensor) => tensor.#content;
    shareOf = (tensor) => {
      const content = liveContent(tensor, 'share');
      if (!('value' in content)) content.retain();
      return new Tensor(tensor.shape, tensor.dtype, content, tensor.madeBy, tensor.id);
    };
    separateOf = (tensor) => {
      const content = liveContent(tensor, 'separate');
      if (!('value' in content)) content.retain();
      return new Tensor(tensor.shape, tensor.dtype, content, tensor.madeBy);
    };
    discardOf = (tensor) => {
      const content = tensor.#content;
      tensor.#content = undefined;
      if (!content || 'value' in content) return;
      unwatch(tensor);
      content.release();
    };
  }

  /** For core itself: wraps a buffer or a traced value, and takes over one reference of it. */
  constructor(
    shape: readonly number[],
    dtype: DType,
    content: Storage | TracedValue,
    madeBy: string,
    id: number = nextId++,
  ) {
    this.shape = shape;
    this.dtype = dtype;
    this.#content = content;
    this.madeBy = madeBy;
    this.id = id;
  }

  /** Number of axes. */
  get rank(): number {
    return this.shape.length;
  }

  /** Number of elements. */
  get size(): number {
    let size = 1;
    for (const n of this.shape) size *= n;
    return size;
  }

  /** The backend that holds the values. */
  get backend(): Backend {
    return storageFor(this, 'backend').backend;
  }

  /** True once the handle was freed. */
  get isDisposed(): boolean {
    return this.#content === undefined;
  }

  /** The shape with its static type. */
  dims<A extends Shape>(this: Tensor<A>): A {
    return this.shape as unknown as A;
  }

  /** Copies the values to the host, row-major. bool comes as bytes 0 and 1. */
  data(): Promise<TypedArray> {
    const storage = storageFor(this, 'data');
    return readValues(storage.backend, storage.buffer, 'data');
  }

  /**
   * As {@link Tensor.data}, at once.
   * @throws BackendError on a device that cannot block
   */
  dataSync(): TypedArray {
    return methods.readNow(this, 'dataSync');
  }

  /** The values as nested arrays of numbers; a scalar gives a number. */
  async array(): Promise<NestedArray> {
    return nest(await this.data(), this.shape);
  }

  /** As {@link Tensor.array}, at once. */
  arraySync(): NestedArray {
    return nest(methods.readNow(this, 'arraySync'), this.shape);
  }

  /**
   * The only element as a number.
   * @throws ShapeError when there is not exactly one
   */
  item(): number {
    if (this.size !== 1) {
      throw new ShapeError(`item: expects one element, got shape ${showShape(this.shape)}`, {
        fix: 'reduce it first, for example with mean(), or read all values with arraySync()',
      });
    }
    return methods.readNow(this, 'item')[0] as number;
  }

  /** Copies to another backend; the same handle shared when it is there already. */
  to(backend: Backend): Promise<Tensor<S>> {
    return methods.moveTo(this, backend) as Promise<Tensor<S>>;
  }

  /** Frees the handle; its memory goes with the last handle that shares it. */
  dispose(): void {
    if (this.#content === undefined)
      throw new DisposedError(`dispose: the tensor made by ${this.madeBy} was already disposed`);
    discardOf(this);
  }

  /** Frees at the end of the block, if that has not been done: `using x = tensor([1, 2])`. */
  [disposeSymbol](): void {
    discardOf(this);
  }

  /** Shape, dtype and values, cut short when there are many. */
  toString(): string {
    return formatTensor(this);
  }

  /** A tensor is no number: `a > 0` and `a + 1` would not do what they say. */
  [Symbol.toPrimitive](hint: string): string {
    if (hint === 'string') return this.toString();
    const content = this.#content;
    if (content && 'value' in content) throw tracedRead('comparing or adding', this);
    throw new ValueError(`a tensor of shape ${showShape(this.shape)} was used as a number`, {
      fix: 'read it with item(), or use ops: add(a, b), greater(a, b), where(condition, a, b)',
    });
  }

  /** What Node prints for `console.log(tensor)`. */
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.toString();
  }

  /** Elementwise a + b. See {@link add}. */
  add<A extends Shape, const B extends Operand>(
    this: Tensor<A>,
    b: Second<Tensor<A>, B, 'add'>,
  ): Elementwise<Tensor<A>, B> {
    return methods.add(this as Tensor, b as Operand) as Elementwise<Tensor<A>, B>;
  }

  /** Elementwise a − b. See {@link sub}. */
  sub<A extends Shape, const B extends Operand>(
    this: Tensor<A>,
    b: Second<Tensor<A>, B, 'sub'>,
  ): Elementwise<Tensor<A>, B> {
    return methods.sub(this as Tensor, b as Operand) as Elementwise<Tensor<A>, B>;
  }

  /** Elementwise a · b. See {@link mul}. */
  mul<A extends Shape, const B extends Operand>(
    this: Tensor<A>,
    b: Second<Tensor<A>, B, 'mul'>,
  ): Elementwise<Tensor<A>, B> {
    return methods.mul(this as Tensor, b as Operand) as Elementwise<Tensor<A>, B>;
  }

  /** Elementwise a / b. See {@link div}. */
  div<A extends Shape, const B extends Operand>(
    this: Tensor<A>,
    b: Second<Tensor<A>, B, 'div'>,
  ): Elementwise<Tensor<A>, B> {
    return methods.div(this as Tensor, b as Operand) as Elementwise<Tensor<A>, B>;
  }

  /** Elementwise a to the power b. See {@link pow}. */
  pow<A extends Shape, const B extends Operand>(
    this: Tensor<A>,
    b: Second<Tensor<A>, B, 'pow'>,
  ): Elementwise<Tensor<A>, B> {
    return methods.pow(this as Tensor, b as Operand) as Elementwise<Tensor<A>, B>;
  }

  /** 1 where a > b. See {@link greater}. */
  greater<A extends Shape, const B extends Operand>(
    this: Tensor<A>,
    b: Second<Tensor<A>, B, 'greater'>,
  ): Elementwise<Tensor<A>, B> {
    return methods.greater(this as Tensor, b as Operand) as Elementwise<Tensor<A>, B>;
  }

  /** 1 where a < b. See {@link less}. */
  less<A extends Shape, const B extends Operand>(
    this: Tensor<A>,
    b: Second<Tensor<A>, B, 'less'>,
  ): Elementwise<Tensor<A>, B> {
    return methods.less(this as Tensor, b as Operand) as Elementwise<Tensor<A>, B>;
  }

  /** 1 where a = b. See {@link equal}. */
  equal<A extends Shape, const B extends Operand>(
    this: Tensor<A>,
    b: Second<Tensor<A>, B, 'equal'>,
  ): Elementwise<Tensor<A>, B> {
    return methods.equal(this as Tensor, b as Operand) as Elementwise<Tensor<A>, B>;
  }

  /** −a. See {@link neg}. */
  neg<A extends Shape>(this: Tensor<A>): Tensor<A> {
    return methods.neg(this);
  }

  /** |a|. See {@link abs}. */
  abs<A extends Shape>(this: Tensor<A>): Tensor<A> {
    return methods.abs(this);
  }

  /** e to the power a. See {@link exp}. */
  exp<A extends Shape>(this: Tensor<A>): Tensor<A> {
    return methods.exp(this);
  }

  /** Natural logarithm. See {@link log}. */
  log<A extends Shape>(this: Tensor<A>): Tensor<A> {
    return methods.log(this);
  }

  /** Square root. See {@link sqrt}. */
  sqrt<A extends Shape>(this: Tensor<A>): Tensor<A> {
    return methods.sqrt(this);
  }

  /** a². See {@link square}. */
  square<A extends Shape>(this: Tensor<A>): Tensor<A> {
    return methods.square(this);
  }

  /** max(a, 0). See {@link relu}. */
  relu<A extends Shape>(this: Tensor<A>): Tensor<A> {
    return methods.relu(this);
  }

  /** 1 / (1 + e⁻ᵃ). See {@link sigmoid}. */
  sigmoid<A extends Shape>(this: Tensor<A>): Tensor<A> {
    return methods.sigmoid(this);
  }

  /** Hyperbolic tangent. See {@link tanh}. */
  tanh<A extends Shape>(this: Tensor<A>): Tensor<A> {
    return methods.tanh(this);
  }

  /** Probabilities along an axis. See {@link softmax}. */
  softmax<A extends Shape>(this: Tensor<A>, axis?: number): Tensor<A> {
    return methods.softmax(this, axis);
  }

  /** Matrix product. See {@link matmul}. */
  matmul<
    A extends Shape,
    B extends Shape,
    const TA extends boolean = false,
    const TB extends boolean = false,
  >(
    this: Tensor<A>,
    b: Checked<MatMul<SwapLast<A, TA>, SwapLast<B, TB>>, B, 'matmul', Tensor<B>>,
    options?: { transposeA?: TA; transposeB?: TB },
  ): Tensor<Ok<MatMul<SwapLast<A, TA>, SwapLast<B, TB>>>> {
    return methods.matmul(
      this as Tensor,
      b as Tensor,
      options as { transposeA?: boolean; transposeB?: boolean },
    ) as Tensor<Ok<MatMul<SwapLast<A, TA>, SwapLast<B, TB>>>>;
  }

  /** Sum along axes. See {@link sum}. */
  sum<
    A extends Shape,
    const X extends number | readonly number[] | undefined = undefined,
    const K extends boolean = false,
  >(
    this: Tensor<A>,
    axis?: Checked<Reduce<A, X, K>, A, 'sum', X>,
    options?: { keepDims?: K },
  ): Tensor<Ok<Reduce<A, X, K>>> {
    return methods.sum(
      this as Tensor,
      axis as number | undefined,
      options as { keepDims?: boolean },
    ) as Tensor<Ok<Reduce<A, X, K>>>;
  }

  /** Mean along axes. See {@link mean}. */
  mean<
    A extends Shape,
    const X extends number | readonly number[] | undefined = undefined,
    const K extends boolean = false,
  >(
    this: Tensor<A>,
    axis?: Checked<Reduce<A, X, K>, A, 'mean', X>,
    options?: { keepDims?: K },
  ): Tensor<Ok<Reduce<A, X, K>>> {
    return methods.mean(
      this as Tensor,
      axis as number | undefined,
      options as { keepDims?: boolean },
    ) as Tensor<Ok<Reduce<A, X, K>>>;
  }

  /** Largest element along axes. See {@link max}. */
  max<
    A extends Shape,
    const X extends number | readonly number[] | undefined = undefined,
    const K extends boolean = false,
  >(
    this: Tensor<A>,
    axis?: Checked<Reduce<A, X, K>, A, 'max', X>,
    options?: { keepDims?: K },
  ): Tensor<Ok<Reduce<A, X, K>>> {
    return methods.max(
      this as Tensor,
      axis as number | undefined,
      options as { keepDims?: boolean },
    ) as Tensor<Ok<Reduce<A, X, K>>>;
  }

  /** Smallest element along axes. See {@link min}. */
  min<
    A extends Shape,
    const X extends number | readonly number[] | undefined = undefined,
    const K extends boolean = false,
  >(
    this: Tensor<A>,
    axis?: Checked<Reduce<A, X, K>, A, 'min', X>,
    options?: { keepDims?: K },
  ): Tensor<Ok<Reduce<A, X, K>>> {
    return methods.min(
      this as Tensor,
      axis as number | undefined,
      options as { keepDims?: boolean },
    ) as Tensor<Ok<Reduce<A, X, K>>>;
  }

  /** Index of the largest element along an axis. See {@link argMax}. */
  argMax<A extends Shape, const X extends number = -1>(
    this: Tensor<A>,
    axis?: Checked<Reduce<A, X, false>, A, 'argMax', X>,
  ): Tensor<Ok<Reduce<A, X, false>>> {
    return methods.argMax(this as Tensor, axis as number | undefined) as Tensor<Ok<Reduce<A, X, false>>>;
  }

  /** The same values in another shape; −1 is worked out. See {@link reshape}. */
  reshape<A extends Shape, const T extends Shape>(
    this: Tensor<A>,
    shape: Checked<Reshape<A, T>, A, 'reshape', T>,
  ): Tensor<Ok<Reshape<A, T>>> {
    return methods.reshape(this as Tensor, shape as Shape) as Tensor<Ok<Reshape<A, T>>>;
  }

  /** The axes in another order. See {@link transpose}. */
  transpose<A extends Shape, const P extends Shape | undefined = undefined>(
    this: Tensor<A>,
    permutation?: Checked<Transpose<A, P>, A, 'transpose', P>,
  ): Tensor<Ok<Transpose<A, P>>> {
    return methods.transpose(this as Tensor, permutation as Shape | undefined) as Tensor<Ok<Transpose<A, P>>>;
  }

  /** A rectangular part. See {@link slice}. */
  slice(begin: number | readonly number[], size?: number | readonly number[]): Tensor {
    return methods.slice(this, begin, size);
  }

  /** The values as another dtype. See {@link cast}. */
  cast<A extends Shape>(this: Tensor<A>, dtype: DType): Tensor<A> {
    return methods.cast(this, dtype);
  }
}

/** The buffer of a tensor, or undefined when it is traced or freed. */
export function storageOf(tensor: Tensor): Storage | undefined {
  const content = contentOf(tensor);
  return content && !('value' in content) ? content : undefined;
}

/** The traced value of a tensor, or undefined when it holds a buffer or was freed. */
export function tracedValueOf(tensor: Tensor): TracedValue | undefined {
  const content = contentOf(tensor);
  return content && 'value' in content ? content : undefined;
}

/**
 * Storage or traced value.
 * @throws DisposedError after the handle was freed
 */
export function liveContent(tensor: Tensor, op: string): Storage | TracedValue {
  const content = contentOf(tensor);
  if (content) return content;
  throw new DisposedError(
    `${op}: the tensor made by ${tensor.madeBy}, shape ${showShape(tensor.shape)}, was already disposed`,
    {
      fix: 'dispose it after its last use, or return it from the scope that made it',
    },
  );
}

/**
 * The buffer, for an op that reads values.
 * @throws TraceError for a traced tensor
 * @throws DisposedError
 */
export function storageFor(tensor: Tensor, op: string): Storage {
  const content = liveContent(tensor, op);
  if ('value' in content) throw tracedRead(op, tensor);
  return content;
}

/**
 * Another handle of the same value, outside every scope: whoever asks must discard it.
 * @example
 * const kept = share(x);
 * x.dispose();
 * kept.dataSync(); // still there; free it with discard(kept)
 */
export function share<S extends Shape>(tensor: Tensor<S>): Tensor<S> {
  return shareOf(tensor) as Tensor<S>;
}

/** Another handle of the same buffer that counts as another value: no gradient of one is a gradient of the other. */
export function separate<S extends Shape>(tensor: Tensor<S>): Tensor<S> {
  return separateOf(tensor as Tensor) as Tensor<S>;
}

/**
 * Frees a handle unless that has happened.
 * @example
 * discard(x);
 * discard(x); // nothing happens; x.dispose() would throw
 */
export function discard(tensor: Tensor): void {
  discardOf(tensor);
}

function tracedRead(op: string, tensor: Tensor): TraceError {
  return new TraceError(
    `${op}: the value of a tensor made by ${tensor.madeBy}, shape ${showShape(tensor.shape)}, does not exist yet: the function is being traced`,
    { fix: 'return the tensor and read it outside, or choose with where(condition, a, b) inside' },
  );
}
