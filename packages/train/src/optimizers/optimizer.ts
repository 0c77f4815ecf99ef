import {
  add,
  cast,
  type InitialValue,
  mul,
  type Shape,
  ShapeError,
  sameShape,
  scope,
  showShape,
  sub,
  type Tensor,
  ValueError,
  Variable,
  where,
} from '@descent/core';
import type { Schedule } from '../schedules/schedule.js';
import { Accumulation } from './accumulation.js';
import { checkRate } from './check-options.js';
import { clipGradients } from './clip-gradients.js';
import { type CommonOptions, checkCommonOptions } from './common-options.js';
import { withEma } from './ema.js';
import { withProximal } from './proximal.js';
import { withWeightDecay } from './weight-decay.js';

/** What an update formula is given for one parameter. */
export interface UpdateContext<Slot extends string> {
  /** The parameter's value. */
  readonly value: Tensor;
  /** Gradient of the loss with respect to it. */
  readonly gradient: Tensor;
  /** What the optimizer remembers about it. */
  readonly slots: Readonly<Record<Slot, Tensor>>;
  /** Learning rate, a scalar. */
  readonly rate: Tensor;
  /** Number of this step, from 1; a float32 scalar. */
  readonly step: Tensor;
  /** What happens to the value after the formula, at the rate. The formula need not know of it. */
  readonly proximal?: Proximal | undefined;
}

/** The proximal map of a penalty: arg min over v of rate · penalty(v) + ½ |v − value|². */
export type Proximal = (value: Tensor, rate: Tensor) => Tensor;

/** What an update formula gives back for one parameter. */
export interface Update<Slot extends string> {
  readonly value: Tensor;
  readonly slots: Readonly<Record<Slot, Tensor>>;
}

/** What the author of an optimizer writes. */
export interface OptimizerDefinition<Slot extends string> {
  readonly name: string;
  /** The rate where the options name none. */
  readonly learningRate: number;
  /** Its own options, defaults included: plain data, which checkpoints compare. Any other option is an error. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Names of the tensors that it remembers for each parameter. */
  readonly slots: readonly Slot[];
  /** What a slot holds before the first step, by the parameter's shape. Default: zeros of that shape. */
  readonly starts?: Readonly<Partial<Record<Slot, (shape: Shape) => InitialValue>>>;
  /** The formula, made of ops. */
  update(context: UpdateContext<Slot>): Update<Slot>;
}

/** Changes parameters along their gradients. Belongs to the parameters that it first sees. */
export interface Optimizer {
  readonly name: string;
  /**
   * The rate of the next step. May be set between steps; a compiled step sees the change.
   * @throws ValueError when it is set although a schedule rules it; BackendError where a schedule gives it, on a device
   * that cannot read at once: `await readLearningRate()` can
   */
  learningRate: number;
  /** The rate of the next step, on every device. */
  readLearningRate(): Promise<number>;
  /** What it was made with but for the rate, defaults included: plain data. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** What gives the rate, where it is not a number. */
  readonly schedule: Schedule | undefined;
  /** Whether it shortens gradients, so that those whose squares overflow may be followed too. */
  readonly clips: boolean;
  /** Cells of its own: learning rate (unless a schedule gives it), step, and the slots of the parameters seen so far. */
  readonly state: readonly Variable[];
  /** What it remembers of each parameter seen so far: adam's `m` and `v`. */
  readonly slots: ReadonlyMap<Variable, Readonly<Record<string, Variable>>>;
  /** How many steps it has taken. */
  readonly step: Variable;
  /** The moving averages of the parameters seen so far; none without the option `ema`. */
  readonly averages: ReadonlyMap<Variable, Variable>;
  /** Makes the slots of parameters ahead of the first step. */
  prepare(variables: readonly Variable[]): void;
  /**
   * One step: assigns the parameters and its own state.
   * @param proximals - for each variable the proximal map of a penalty that its gradient is without, or undefined: it
   * is applied to the updated value, at the learning rate of the step
   * @throws ShapeError when there are not as many gradients as variables
   */
  update(
    variables: readonly Variable[],
    gradients: readonly Tensor[],
    proximals?: readonly (Proximal | undefined)[],
  ): void;
  /** Frees its state. */
  dispose(): void;
}

/**
 * Makes an optimizer from its formula.
 *
 * @param options - those that all optimizers share
 * @throws ValueError for options out of range
 * @example
 * const signDescent = (options?: CommonOptions) =>
 *   defineOptimizer(
 *     {
 *       name: 'signDescent',
 *       learningRate: 0.01,
 *       slots: [],
 *       update: ({ value, gradient, rate }) => ({ value: value.sub(sign(gradient).mul(rate)), slots: {} }),
 *     },
 *     options,
 *   );
 */
export function defineOptimizer<Slot extends string>(
  definition: OptimizerDefinition<Slot>,
  options: CommonOptions = {},
): Optimizer {
  checkCommonOptions(definition.name, options, definition.settings);
  const whole = withEma(withProximal(withWeightDecay(definition, options)), options);
  return new DefinedOptimizer(whole, options);
}

class DefinedOptimizer implements Optimizer {
  readonly name: string;
  readonly #definition: OptimizerDefinition<string>;
  readonly #options: CommonOptions;
  readonly #rate: Variable | Schedule;
  readonly step: Variable;
  readonly #accumulation: Accumulation | undefined;
  readonly slots = new Map<Variable, Record<string, Variable>>();
  #learningRate = 0;

  constructor(definition: OptimizerDefinition<string>, options: CommonOptions) {
    const { name } = definition;
    const { learningRate = definition.learningRate, accumulate = 1 } = options;
    this.name = name;
    this.#definition = definition;
    this.#options = options;
    if (typeof learningRate === 'function' && typeof learningRate.at === 'function')
      this.#rate = learningRate;
    else {
      this.#learningRate = checkRate(name, 'learningRate', learningRate);
      this.#rate = cell(`${name}/learningRate`, Float32Array.of(this.#learningRate));
    }
    this.step = cell(`${name}/step`, Int32Array.of(0));
    if (accumulate > 1) this.#accumulation = new Accumulation(name, accumulate);
  }

  get settings(): Readonly<Record<string, unknown>> {
    const { clipValue, clipNorm, clipGlobalNorm, weightDecay = 0, ema, accumulate = 1 } = this.#options;
    const { rateFactors } = this.#options;
    return {
      ...this.#definition.settings,
      clipValue,
      clipNorm,
      clipGlobalNorm,
      weightDecay,
      ema,
      accumulate,
      ...(rateFactors && { rateFactors: [...rateFactors].map(([{ name }, factor]) => [name, factor]) }),
    };
  }

  get schedule(): Schedule | undefined {
    return this.#rate instanceof Variable ? undefined : this.#rate;
  }

  get learningRate(): number {
    return this.schedule?.at(this.step.value.item()) ?? this.#learningRate;
  }

  async readLearningRate(): Promise<number> {
    if (this.#rate instanceof Variable) return this.#learningRate;
    const schedule = this.#rate;
    using rate = scope(() => schedule(cast(this.step.value, 'float32')));
    const [value] = await rate.data();
    return value as number;
  }

  set learningRate(value: number) {
    if (!(this.#rate instanceof Variable)) {
      throw new ValueError(`${this.name}: learningRate follows a schedule and cannot be set`, {
        fix: `start with a number to set it between steps: ${this.name}({ learningRate: ${value} })`,
      });
    }
    this.#learningRate = checkRate(this.name, 'learningRate', value);
    this.#rate.reset(Float32Array.of(value));
  }

  get clips(): boolean {
    const { clipValue, clipNorm, clipGlobalNorm } = this.#options;
    return (clipValue ?? clipNorm ?? clipGlobalNorm) !== undefined;
  }

  get state(): readonly Variable[] {
    const slots = [...this.slots.values()].flatMap(Object.values<Variable>);
    const rate = this.#rate instanceof Variable ? [this.#rate] : [];
    return [...rate, this.step, ...slots, ...(this.#accumulation?.state ?? [])];
  }

  get averages(): ReadonlyMap<Variable, Variable> {
    return new Map(
      [...this.slots].flatMap(([variable, record]) => (record.ema ? [[variable, record.ema]] : [])),
    );
  }

  prepare(variables: readonly Variable[]): void {
    const { size } = this.slots;
    for (const variable of variables) {
      const isNew = !this.slots.has(variable);
      const { ema } = this.#slotsOf(variable);
      // Averages begin with the first step's result; of a parameter that joins later, with what it is now.
      if (size > 0 && isNew) ema?.assign(variable.value);
      this.#accumulation?.prepare(variable);
    }
  }

  update(
    variables: readonly Variable[],
    gradients: readonly Tensor[],
    proximals: readonly (Proximal | undefined)[] = [],
  ): void {
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
      const { means, isDue } = this.#accumulation?.take(variables, gradients) ?? { means: gradients };
      const assign = (changed: Variable, next: Tensor): void =>
        changed.assign(isDue ? where(isDue, next, changed.value) : next);
      const next = add(this.step.value, 1);
      assign(this.step, next);
      const step = cast(next, 'float32');
      const rate = this.#rate instanceof Variable ? this.#rate.value : this.#rate(sub(step, 1));
      clipGradients(this.#options, means).forEach((gradient, i) => {
        const variable = variables[i] as Variable;
        const cells = this.#slotsOf(variable);
        const slots = mapRecord(cells, (slot) => slot.value);
        const factor = this.#options.rateFactors?.get(variable) ?? 1;
        const updated = this.#definition.update({
          value: variable.value,
          gradient,
          slots,
          rate: factor === 1 ? rate : mul(rate, factor),
          step,
          proximal: proximals[i],
        });
        assign(variable, updated.value);
        for (const [name, slot] of Object.entries(cells)) assign(slot, updated.slots[name] as Tensor);
      });
    });
  }

  dispose(): void {
    for (const variable of this.state) variable.dispose();
    this.slots.clear();
    this.#accumulation?.dispose();
  }

  #slotsOf(variable: Variable): Record<string, Variable> {
    let record = this.slots.get(variable);
    if (!record) {
      const { shape, name } = variable;
      const { slots, starts } = this.#definition;
      const entries = slots.map((slot) => [
        slot,
        new Variable(starts?.[slot]?.(shape) ?? { shape }, {
          name: `${this.name}/${name}/${slot}`,
          trainable: false,
        }),
      ]);
      record = Object.fromEntries(entries) as Record<string, Variable>;
      this.slots.set(variable, record);
    }
    return record;
  }
}

function cell(name: string, values: Float32Array | Int32Array): Variable {
  const dtype = values instanceof Int32Array ? 'int32' : 'float32';
  return new Variable({ shape: [], values, dtype }, { name, trainable: false });
}

function mapRecord<K extends string, A, B>(record: Record<K, A>, f: (value: A) => B): Record<K, B> {
  return Object.fromEntries(Object.entries<A>(record).map(([key, value]) => [key, f(value)])) as Record<K, B>;
}
