import type { DType } from '../dtype.js';
import { TraceError } from '../errors.js';
import type { Attrs, Kernel, TensorSpec } from '../kernel.js';
import { showShape } from '../shape.js';
import { discard, share, Tensor, tracedValueOf } from '../tensor.js';
import type { Variable } from '../variable.js';
import type { ProgramNode } from './program.js';

/** What a traced tensor holds instead of a buffer. */
export interface TracedValue {
  readonly capture: Capture;
  /** Index of the value in the program. */
  readonly value: number;
}

/** A cell as it is seen while a function is traced. */
interface CapturedCell {
  readonly input: number;
  current: Tensor;
}

let active: Capture | undefined;

/** The capture that ops are recorded in, if a function is being traced. */
export function activeCapture(): Capture | undefined {
  return active;
}

/** Runs `f` with its ops recorded in `capture`. */
export function capturing<R>(capture: Capture, f: () => R): R {
  if (active)
    throw new TraceError('trace: a function is being traced already', {
      fix: 'call the inner function directly',
    });
  active = capture;
  try {
    return f();
  } finally {
    active = undefined;
    capture.close();
  }
}

/** A program in the making, with the run-time objects that it refers to. */
export class Capture {
  readonly values: TensorSpec[] = [];
  readonly nodes: ProgramNode[] = [];
  readonly inputs: number[] = [];
  readonly kernels = new Map<string, Kernel>();
  readonly cells = new Map<Variable, CapturedCell>();
  /** Captured tensors, held by handles of the capture's own. */
  readonly constants = new Map<number, { readonly value: number; readonly tensor: Tensor }>();
  /** Constants that are numbers which the function wrote, by value. */
  readonly numbers = new Map<number, number>();
  /** Ids of those constants. */
  readonly #idsOfNumbers = new Map<string, number>();
  #open = true;

  /** Adds an argument. */
  input(spec: TensorSpec): Tensor {
    const tensor = this.#fresh(spec, 'an argument');
    this.inputs.push(this.indexOf(tensor));
    return tensor;
  }

  /** Records a kernel call. */
  record<A extends Attrs>(
    kernel: Kernel<A>,
    inputs: readonly Tensor[],
    attrs: A,
    specs: readonly TensorSpec[],
  ): Tensor[] {
    const ids = inputs.map((input) => this.indexOf(input));
    const outputs = specs.map((spec) => this.#fresh(spec, kernel.op));
    this.kernels.set(kernel.name, kernel as unknown as Kernel);
    this.nodes.push({
      kernel: kernel.name,
      inputs: ids,
      attrs,
      outputs: outputs.map((output) => this.indexOf(output)),
    });
    return outputs;
  }

  /** The value of a cell at this point of the function. */
  readCell(variable: Variable): Tensor {
    return this.#cell(variable).current;
  }

  /** Gives a cell another value from this point on. */
  assignCell(variable: Variable, value: Tensor): void {
    const cell = this.#cell(variable);
    this.indexOf(value);
    cell.current = share(value);
  }

  /** Index of a tensor in the program; one with a buffer becomes a constant. */
  indexOf(tensor: Tensor): number {
    const traced = tracedValueOf(tensor);
    if (traced) {
      if (traced.capture === this && this.#open) return traced.value;
      throw new TraceError(
        `a traced tensor made by ${tensor.madeBy}, shape ${showShape(tensor.shape)}, was used after its function had been traced`,
        { fix: 'return it from the function, or keep it in a Variable' },
      );
    }
    let constant = this.constants.get(tensor.id);
    if (!constant) {
      constant = { value: this.values.length, tensor: share(tensor) };
      this.values.push({ shape: tensor.shape, dtype: tensor.dtype });
      this.constants.set(tensor.id, constant);
    }
    return constant.value;
  }

  /** The constant that a number stands for: the same number is the same constant, so that equal calls are seen. */
  number(value: number, dtype: DType, make: () => Tensor): Tensor {
    const key = `${dtype} ${Object.is(value, -0) ? '-0' : value}`;
    const known = this.constants.get(this.#idsOfNumbers.get(key) ?? -1);
    if (known) return share(known.tensor);
    const made = make();
    this.numbers.set(this.indexOf(made), value);
    this.#idsOfNumbers.set(key, made.id);
    return made;
  }

  /** Nothing more is recorded; traced tensors that are still about become unusable. */
  close(): void {
    this.#open = false;
  }

  /** True until the function has returned. */
  get isOpen(): boolean {
    return this.#open;
  }

  /** Lets go of the captured tensors. */
  dispose(): void {
    for (const { tensor } of this.constants.values()) discard(tensor);
    this.constants.clear();
  }

  #cell(variable: Variable): CapturedCell {
    let cell = this.cells.get(variable);
    if (!cell) {
      const current = this.#fresh(
        { shape: variable.shape, dtype: variable.dtype },
        `variable ${variable.name}`,
      );
      cell = { input: this.indexOf(current), current };
      this.cells.set(variable, cell);
    }
    return cell;
  }

  #fresh({ shape, dtype }: TensorSpec, madeBy: string): Tensor {
    this.values.push({ shape, dtype });
    return new Tensor(shape, dtype, { capture: this, value: this.values.length - 1 }, madeBy);
  }
}
