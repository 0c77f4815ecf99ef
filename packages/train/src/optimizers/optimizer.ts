import {
  add,
  cast,
  describeValue,
  ShapeError,
  sameShape,
  scope,
  showShape,
  type Tensor,
  ValueError,
  Variable,
} from '@descent/core';

/** What an update formula is given for one parameter. */
export interface UpdateContext<Slot extends string> {
  /** The parameter's value. */
  readonly value: Tensor;
  /** Gradient of the loss with respect to it. */
  readonly gradient: Tensor;
  /** What the optimizer remembers about it: zeros at first. */
  readonly slots: Readonly<Record<Slot, Tensor>>;
  /** Learning rate, a scalar. */
  readonly rate: Tensor;
  /** Number of this step, from 1; a float32 scalar. */
  readonly step: Tensor;
}

/** What an update formula gives back for one parameter. */
export interface Update<Slot extends string> {
  readonly value: Tensor;
  readonly slots: Readonly<Record<Slot, Tensor>>;
}

/** What the author of an optimizer writes. */
export interface OptimizerDefinition<Slot extends string> {
  readonly name: string;
  readonly learningRate: number;
  /** Names of the tensors that it remembers for each parameter. */
  readonly slots: readonly Slot[];
  /** The formula, made of ops. */
  update(context: UpdateContext<Slot>): Update<Slot>;
}

/** Changes parameters along their gradients. Belongs to the parameters that it first sees. */
export interface Optimizer {
  readonly name: string;
  /** May be set between steps; a compiled step sees the change. */
  learningRate: number;
  /** Cells of its own: learning rate, step, and the slots of the parameters seen so far. */
  readonly state: readonly Variable[];
  /** Makes the slots of parameters ahead of the first step. */
  prepare(variables: readonly Variable[]): void;
  /**
   * One step: assigns the parameters and its own state.
   * @throws ShapeError when there are not as many gradients as variables
   */
  update(variables: readonly Variable[], gradients: readonly Tensor[]): void;
  /** Frees its state. */
  dispose(): void;
}

/**
 * Makes an optimizer from its formula.
 * @throws ValueError for a learning rate that is negative or not finite
 * @example
 * const signDescent = (learningRate = 0.01) => defineOptimizer({
 *   name: 'signDescent',
 *   learningRate,
 *   slots: [],
 *   update: ({ value, gradient, rate }) => ({ value: value.sub(sign(gradient).mul(rate)), slots: {} }),
 * });
 */
export function defineOptimizer<Slot extends string>(definition: OptimizerDefinition<Slot>): Optimizer {
  return new DefinedOptimizer(definition);
}

class DefinedOptimizer<Slot extends string> implements Optimizer {
  readonly name: string;
  readonly #definition: OptimizerDefinition<Slot>;
  readonly #rate: Variable<readonly []>;
  readonly #step: Variable<readonly []>;
  readonly #slots = new Map<Variable, Record<Slot, Variable>>();
  #learningRate: number;

  constructor(definition: OptimizerDefinition<Slot>) {
    this.name = definition.name;
    this.#definition = definition;
    this.#learningRate = checkRate(definition.name, definition.learningRate);
    this.#rate = cell(`${this.name}/learningRate`, Float32Array.of(this.#learningRate));
    this.#step = cell(`${this.name}/step`, Int32Array.of(0));
  }

  get learningRate(): number {
    return this.#learningRate;
  }

  set learningRate(rate: number) {
    this.#learningRate = checkRate(this.name, rate);
    this.#rate.reset(Float32Array.of(rate));
  }

  get state(): readonly Variable[] {
    const slots = [...this.#slots.values()].flatMap((record) => Object.values<Variable>(record));
    return [this.#rate as unknown as Variable, this.#step as unknown as Variable, ...slots];
  }

  prepare(variables: readonly Variable[]): void {
    for (const variable of variables) this.#slotsOf(variable);
  }

  update(variables: readonly Variable[], gradients: readonly Tensor[]): void {
    if (variables.length !== gradients.length) {
      throw new ShapeError(`${this.name}: ${variables.length} variables, ${gradients.length} gradients`);
    }
    variables.forEach(({ name, shape }, i) => {
      const gradient = gradients[i] as Tensor;
      if (sameShape(gradient.shape, shape)) return;
      throw new ShapeError(
        `${this.name}: ${name} is ${showShape(shape)}, its gradient is ${showShape(gradient.shape)}`,
      );
    });
    scope(() => {
      const next = add(this.#step.value, 1) as Tensor<readonly []>;
      this.#step.assign(next);
      const step = cast(next, 'float32');
      variables.forEach((variable, i) => {
        const cells = this.#slotsOf(variable);
        const slots = mapRecord(cells, (slot) => slot.value);
        const gradient = gradients[i] as Tensor;
        const updated = this.#definition.update({
          value: variable.value,
          gradient,
          slots,
          rate: this.#rate.value,
          step,
        });
        variable.assign(updated.value);
        for (const name of this.#definition.slots) cells[name].assign(updated.slots[name]);
      });
    });
  }

  dispose(): void {
    for (const variable of this.state) variable.dispose();
    this.#slots.clear();
  }

  #slotsOf(variable: Variable): Record<Slot, Variable> {
    let record = this.#slots.get(variable);
    if (!record) {
      const { shape, name } = variable;
      const entries = this.#definition.slots.map((slot) => [
        slot,
        new Variable({ shape }, { name: `${this.name}/${name}/${slot}`, trainable: false }),
      ]);
      record = Object.fromEntries(entries) as Record<Slot, Variable>;
      this.#slots.set(variable, record);
    }
    return record;
  }
}

function cell(name: string, values: Float32Array | Int32Array): Variable<readonly []> {
  const dtype = values instanceof Int32Array ? 'int32' : 'float32';
  return new Variable({ shape: [], values, dtype }, { name, trainable: false });
}

function mapRecord<K extends string, A, B>(record: Record<K, A>, f: (value: A) => B): Record<K, B> {
  return Object.fromEntries(Object.entries<A>(record).map(([key, value]) => [key, f(value)])) as Record<K, B>;
}

function checkRate(optimizer: string, rate: number): number {
  if (Number.isFinite(rate) && rate >= 0) return rate;
  throw new ValueError(`${optimizer}: learningRate must be a finite number >= 0, got ${describeValue(rate)}`);
}

/**
 * Checks a decay factor such as momentum or beta.
 * @throws ValueError unless it lies in [0, 1)
 */
export function checkDecay(optimizer: string, name: string, value: number): number {
  if (typeof value === 'number' && value >= 0 && value < 1) return value;
  throw new ValueError(`${optimizer}: ${name} must lie in [0, 1), got ${describeValue(value)}`);
}

/**
 * Checks an epsilon.
 * @throws ValueError unless it is a finite number > 0
 */
export function checkEpsilon(optimizer: string, value: number): number {
  if (Number.isFinite(value) && value > 0) return value;
  throw new ValueError(`${optimizer}: epsilon must be a finite number > 0, got ${describeValue(value)}`);
}
