import type { Stage } from '../shared/stages.js';

/** Cells of the picture, each way. */
export const edge = 27;

/** What the reader has set. */
export interface Settings {
  readonly layers: number;
  /** Of every filter, each way. */
  readonly size: number;
  readonly stride: number;
  /** All weights equal, or random ones. */
  readonly weights: 'equal' | 'random';
  /** Whether there is a ReLU between the layers. */
  readonly relu: boolean;
  /** Determines the picture. */
  readonly picture: number;
  /** The unit of the last layer, from 1. */
  readonly unit: number;
  /** Of the picture and of every layer, for counting the parameters. */
  readonly channels: number;
}

/** What is drawn. */
export interface View {
  readonly stages: readonly Stage[];
  /** The unit, from 0: there may be fewer than was set. */
  readonly unit: number;
  /** Its row in the last layer. */
  readonly row: number;
  /** By how much each cell of the picture moves the unit, row by row. */
  readonly influence: Float32Array;
  /** Ways from the cell in the middle of the field, and from its corner, to the unit; none where weights differ or a ReLU bars some. */
  readonly ways: readonly [middle: number, corner: number] | undefined;
  /** Parameters of the stack, and of one layer whose filters have the size of the field. */
  readonly stackParameters: number;
  readonly oneParameters: number;
  /** By how much the stack's answers differ from those of one filter, at most: a share of the largest answer. */
  readonly difference: number;
}
