import type { Backend } from './backend.js';
import { currentBackend } from './current-backend.js';
import { describeValue } from './describe-value.js';
import { allocate, type DType, type TypedArray } from './dtype.js';
import { DisposedError, DtypeError, ShapeError } from './errors.js';
import { addFollower, type Follower } from './followers.js';
import { releaseWhenCollected } from './leaks.js';
import { readValues } from './lost.js';
import { placeOn } from './place.js';
import { activeCapture } from './program/capture.js';
import { readNow } from './read-now.js';
import { checkShape, type Shape, sameShape, showShape, sizeOf } from './shape.js';
import { discard, liveContent, separate, share, storageFor, Tensor } from './tensor.js';

/** Values on the host that a variable starts with. */
export interface InitialValue<S extends Shape = Shape> {
  readonly shape: S;
  /** Row-major; zeros when left out. A function is asked when the cell is first read, and not if it is assigned before. */
  readonly values?: TypedArray | (() => TypedArray);
  /** Default 'float32'. */
  readonly dtype?: DType;
}

/** Host values of a tensor that cannot be read at once or may be lost, or why there are none. */
interface Fetched {
  readonly tensor: Tensor;
  readonly values?: TypedArray;
  readonly error?: unknown;
}

/** Options of a {@link Variable}. */
export interface VariableOptions {
  /** For messages, summaries and saved files. Default 'variable'. */
  readonly name?: string;
  /** Whether an optimizer may change it. Default true. */
  readonly trainable?: boolean;
}

/**
 * A cell of state: a parameter, an optimizer's slot, a counter. Tensors never change; a variable holds one
 * after another. Inside a compiled function a cell that is read becomes an input and an assignment an output.
 * Host values are copied, and uploaded when the cell is first read. A cell follows `useBackend`: read after a switch,
 * it moves.
 *
 * Where a device can be lost, a cell keeps the host values that it began with, and those that {@link Variable.backUp}
 * read, until it is assigned: with them it moves to another backend all the same. One that has none throws E_LOST, until
 * it is assigned or reset.
 *
 * @example
 * const w = new Variable(tensor([1, 2]), { name: 'w' });
 * w.assign(w.value.mul(2));
 */
export class Variable<S extends Shape = Shape> implements Follower {
  /** Sizes of the axes. */
  readonly shape: readonly number[];
  /** Element kind. */
  readonly dtype: DType;
  /** For messages, summaries and saved files. */
  readonly name: string;
  /** Whether an optimizer may change it. */
  trainable: boolean;
  /** For messages. */
  readonly #title: string;
  #tensor: Tensor | undefined;
  /** Whether somebody may hold the tensor's handle and count on its values. */
  #isHandedOut = false;
  /** Host values that nobody has read yet, or what makes them. */
  #initial: TypedArray | (() => TypedArray) | undefined;
  /** What it takes along to another backend. While there is something, the tensor counts as handed out. */
  #fetched: Fetched | undefined;
  #isFollower = false;

  /**
   * @param initial - a tensor (the variable holds a handle of its own) or host values
   * @throws ShapeError when values and shape disagree
   * @throws DtypeError for what is neither a tensor nor { shape, values }
   * @throws TraceError for a tensor that is being traced
   */
  constructor(initial: Tensor<S> | InitialValue<S>, options: VariableOptions = {}) {
    if (typeof initial !== 'object' || initial === null) {
      throw new DtypeError(
        `Variable: expects a tensor, or { shape, values }, got ${describeValue(initial)}`,
        {
          fix: 'wrap it: new Variable(tensor(…))',
        },
      );
    }
    this.name = options.name ?? 'variable';
    this.#title = `variable ${this.name}`;
    this.trainable = options.trainable ?? true;
    this.shape = initial.shape;
    this.dtype = initial.dtype ?? 'float32';
    if (initial instanceof Tensor) {
      storageFor(initial, `new ${this.#title}`);
      this.replace(separate(initial) as Tensor<S>);
      return;
    }
    checkShape('Variable', initial.shape);
    const { values } = initial;
    if (typeof values === 'function') {
      this.#initial = values;
      return;
    }
    if (values) this.#checkCount('Variable', values);
    this.#initial = values?.slice() ?? allocate(this.dtype, sizeOf(initial.shape));
  }

  /** The tensor that the cell holds now; it belongs to the cell, so nobody else disposes it. */
  get value(): Tensor<S> {
    const capture = activeCapture();
    if (capture) return capture.readCell(this as unknown as Variable) as Tensor<S>;
    const tensor = this.held();
    this.#isHandedOut = true;
    return tensor;
  }

  /** For core itself: the tensor, without handing it out. */
  held(): Tensor<S> {
    return this.#current() as Tensor<S>;
  }

  /** For core itself: whether the held values may be overwritten, since nobody else counts on them. */
  get isSpare(): boolean {
    return !this.#isHandedOut && !storageFor(this.#current(), this.#title).isShared;
  }

  /**
   * Replaces the held tensor.
   * @throws ShapeError, DtypeError when it differs in shape or dtype
   */
  assign(value: Tensor<S>): void {
    if (!(value instanceof Tensor)) {
      throw new DtypeError(`assign: variable ${this.name} expects a tensor, got ${describeValue(value)}`, {
        fix: 'wrap it: variable.assign(tensor(…))',
      });
    }
    liveContent(value, 'assign');
    if (!sameShape(value.shape, this.shape)) {
      throw new ShapeError(
        `assign: variable ${this.name} is ${showShape(this.shape)}, the new value is ${showShape(value.shape)}`,
      );
    }
    if (value.dtype !== this.dtype) {
      throw new DtypeError(
        `assign: variable ${this.name} is ${this.dtype}, the new value is ${value.dtype}`,
        {
          fix: `cast it: cast(value, '${this.dtype}')`,
        },
      );
    }
    const capture = activeCapture();
    if (capture) capture.assignCell(this as unknown as Variable, value);
    else this.replace(separate(value));
  }

  /**
   * Replaces the held tensor by host values, which are uploaded when the cell is next read.
   * @throws ShapeError for another number of values, DtypeError for another kind
   */
  reset(values: TypedArray): void {
    const kind = allocate(this.dtype, 0).constructor;
    if (values?.constructor !== kind) {
      throw new DtypeError(`reset: variable ${this.name} is ${this.dtype}, got ${describeValue(values)}`);
    }
    this.#checkCount('reset', values);
    this.dispose();
    this.#initial = values.slice();
  }

  /** For core itself: puts a handle in the cell, which takes it over. */
  replace(handle: Tensor<S>): void {
    this.dispose();
    this.#tensor = handle as Tensor;
    this.#isHandedOut = false;
    const storage = storageFor(handle, this.#title);
    releaseWhenCollected(handle, storage);
    if (storage.backend.readSync || this.#isFollower) return;
    this.#isFollower = true;
    addFollower(this);
  }

  /** For core itself: reads the held values before another backend comes into use, where that takes time. */
  async fetchFor(backend: Backend): Promise<void> {
    const tensor = this.#tensor;
    if (!tensor) return;
    const { backend: home } = storageFor(tensor, this.#title);
    if (home === backend || home.readSync) return;
    try {
      await this.#fetch(tensor);
    } catch (error) {
      if (this.#tensor === tensor) this.#fetched = { tensor, error };
    }
  }

  /**
   * Copies the held values to the host, where their device can be lost: the cell keeps them until it is assigned, and
   * moves to another backend with them when the device is lost. Elsewhere nothing happens.
   * @throws BackendError E_LOST when the device is lost already, and there is no copy
   * @example await Promise.all(model.parameters.map((parameter) => parameter.backUp()));
   */
  async backUp(): Promise<void> {
    const tensor = this.#tensor;
    if (tensor && 'lost' in storageFor(tensor, this.#title).backend) await this.#fetch(tensor);
  }

  /** Reads the held tensor to the host, unless that was done. */
  async #fetch(tensor: Tensor): Promise<void> {
    if (this.#fetched?.tensor === tensor && this.#fetched.values) return;
    // A run that overwrote the buffer would make the copy a lie.
    this.#isHandedOut = true;
    const held = share(tensor);
    try {
      const { backend, buffer } = storageFor(held, this.#title);
      const values = await readValues(backend, buffer, this.#title);
      if (this.#tensor === tensor) this.#fetched = { tensor, values };
    } finally {
      discard(held);
    }
  }

  /** Frees what the cell holds. */
  dispose(): void {
    if (this.#tensor) discard(this.#tensor);
    this.#tensor = undefined;
    this.#initial = undefined;
    this.#fetched = undefined;
  }

  #checkCount(op: string, values: TypedArray): void {
    const size = sizeOf(this.shape);
    if (values.length === size) return;
    throw new ShapeError(
      `${op}: ${values.length} values for variable ${this.name} of shape ${showShape(this.shape)}, which has ${size}`,
    );
  }

  /** The tensor on the backend in use: a cell follows when that changes. */
  #current(): Tensor {
    const madeBy = this.#title;
    const held = this.#tensor;
    const backend = currentBackend();
    if (held && storageFor(held, madeBy).backend === backend) return held;
    const values = held ? this.#taken(held) : this.#initialValues();
    if (!values) throw new DisposedError(`${madeBy} was already disposed`);
    const keeps = 'lost' in backend;
    const storage = placeOn(backend, values, this.shape, this.dtype, madeBy, !keeps);
    const tensor = new Tensor(this.shape, this.dtype, storage, madeBy);
    this.replace(tensor as Tensor<S>);
    if (keeps) {
      this.#fetched = { tensor, values };
      this.#isHandedOut = true;
    }
    return tensor;
  }

  #initialValues(): TypedArray | undefined {
    if (typeof this.#initial === 'function') {
      const values = this.#initial();
      this.#checkCount('Variable', values);
      // Kept, should the device have no room for them now.
      this.#initial = values;
    }
    return this.#initial;
  }

  /** The values of the held tensor, which is on a backend that is not in use any more. */
  #taken(held: Tensor): TypedArray {
    const { tensor, values, error } = this.#fetched ?? {};
    if (tensor !== held) return readNow(held, this.#title);
    if (values) return values;
    throw error;
  }
}
