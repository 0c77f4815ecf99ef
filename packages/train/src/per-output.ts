import type { Shape } from '@descent/core';
import type { ArrayData, BatchParts, Dataset, Named, NamedArrayData, PartData } from '@descent/datasets';
import type { Shapes } from '@descent/layers';

/**
 * Something for each output of a model: itself where the model has one, else a list in the order of the outputs, or by
 * their names.
 */
export type PerOutput<O extends Shapes, T> = O extends Shape ? T : { readonly [K in keyof O]: T } | Named<T>;

/** Inputs and targets for a model of several inputs or outputs: lists are in the model's order. */
export interface SeveralArrayData extends Omit<NamedArrayData, 'x' | 'y'> {
  readonly x: NamedArrayData['x'] | readonly PartData[];
  readonly y?: NamedArrayData['y'] | readonly PartData[];
}

/** What a model of several inputs or outputs is trained on. */
export type SeveralData = Dataset<BatchParts, BatchParts> | SeveralArrayData;

/** What a model is trained on. */
export type TrainingData<I extends Shapes, O extends Shapes> = I extends Shape
  ? O extends Shape
    ? Dataset | ArrayData
    : SeveralData
  : SeveralData;
