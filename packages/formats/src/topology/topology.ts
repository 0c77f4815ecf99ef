import type { AnyLayer, AnyModel } from '@descent/layers';

/** What JSON holds. */
export type Plain =
  | null
  | boolean
  | number
  | string
  | readonly Plain[]
  | { readonly [name: string]: Plain | undefined };

/** Plain data by name. */
export type PlainConfig = { readonly [name: string]: Plain | undefined };

/** A function, by the name of what makes it and its arguments. */
export interface MadeBy {
  /** As in code: `l2`. */
  readonly made: string;
  readonly config: PlainConfig;
}

/** A layer as data. */
export interface LayerTopology {
  /** As in code: `dense`; of a layer of your own, what it says or its class in Keras. */
  readonly kind: string;
  readonly name: string;
  /** False: frozen. */
  readonly trainable?: boolean;
  /** Arguments and options by name; functions as {@link MadeBy}. */
  readonly config: PlainConfig;
  /** The layers that it wraps, by their places. */
  readonly inner?: readonly number[];
  /** Of a model inside. */
  readonly graph?: GraphTopology;
}

/** A value of a graph: the place of what gives it, inputs first, then nodes; and which of its results it is. */
export type ValueTopology = readonly [source: number, result: number];

/** A graph as data. */
export interface GraphTopology {
  readonly inputs: readonly { readonly shape: readonly number[]; readonly name?: string }[];
  /** Uses of layers, by their places, on values of inputs and nodes before. */
  readonly nodes: readonly { readonly layer: number; readonly from: readonly ValueTopology[] }[];
  readonly outputs: readonly ValueTopology[];
  /** A list of inputs is asked for, of one perhaps. */
  readonly hasInputList?: boolean;
  /** A list of outputs is given, of one perhaps. */
  readonly hasOutputList?: boolean;
}

/** A model as data: everything but the numbers of its parameters. */
export interface Topology {
  readonly kind: 'model' | 'sequential';
  readonly name: string;
  readonly graph: GraphTopology;
  /** Each layer once, after those that it consists of; a layer that several models share is one of them. */
  readonly layers: readonly LayerTopology[];
}

/** Whether a layer is a model. */
export function isModel(layer: AnyLayer): layer is AnyModel {
  return Array.isArray((layer as Partial<AnyModel>).nodes);
}

/** Whether a value is a function as data. */
export function isMadeBy(value: unknown): value is MadeBy {
  return typeof value === 'object' && value !== null && typeof (value as Partial<MadeBy>).made === 'string';
}
