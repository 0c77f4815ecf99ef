import { type InitialValue, type Tensor, Variable, type VariableOptions } from '@descent/core';

/** A penalty on a parameter or an output: a scalar that is added to the loss, such as `l2(0.01)`. */
export interface Penalty {
  (value: Tensor): Tensor;
  /**
   * What a step of the penalty alone, at a learning rate, makes of a parameter. Where there is one, training takes it
   * after each update, and the update does not follow the penalty's gradient. `l1` has one.
   */
  readonly proximal?: (value: Tensor, rate: Tensor) => Tensor;
}

/** What a parameter becomes after each update, such as its projection onto a ball: the same shape. */
export type Constraint = (value: Tensor) => Tensor;

/** How training treats a parameter. */
export interface ParameterTreatment extends VariableOptions {
  readonly regularizer?: Penalty | undefined;
  readonly constraint?: Constraint | undefined;
}

/** A variable of a layer: what training changes, or a statistic that the layer keeps. */
export class Parameter extends Variable {
  /** Added to the loss while training. */
  readonly regularizer: Penalty | undefined;
  /** Applied after each update. */
  readonly constraint: Constraint | undefined;

  constructor(initial: InitialValue, treatment: ParameterTreatment) {
    super(initial, treatment);
    this.regularizer = treatment.regularizer;
    this.constraint = treatment.constraint;
  }
}
