import { numberOf } from './figures.js';
import { type NetName, sizesOf } from './protocol.js';

/** The smallest part of a step of training that is looked at by itself. */
export type SubStep =
  | { readonly kind: 'start' | 'loss' | 'done' }
  /** in and a of a unit; Δ of a unit. */
  | { readonly kind: 'forward' | 'backward'; readonly unit: number }
  /** A weight's update. Weights of a bias come from 0. */
  | { readonly kind: 'update'; readonly from: number; readonly to: number };

/** Forwards unit by unit, the loss, backwards unit by unit, then every weight. */
export function subStepsOf(net: NetName): readonly SubStep[] {
  const units = unitsOf(net);
  const [, hidden, outputs] = units;
  return [
    { kind: 'start' },
    ...[...hidden, ...outputs].map((unit) => ({ kind: 'forward', unit }) as const),
    { kind: 'loss' },
    ...[...outputs, ...hidden].map((unit) => ({ kind: 'backward', unit }) as const),
    ...[...outputs, ...hidden].flatMap((to) =>
      [0, ...sourcesOf(net, to)].map((from) => ({ kind: 'update', from, to }) as const),
    ),
    { kind: 'done' },
  ];
}

/** The numbers of the units, column by column. */
export function unitsOf(net: NetName): readonly [number[], number[], number[]] {
  return sizesOf(net).map((size, column) => Array.from({ length: size }, (_, i) => numberOf(column, i))) as [
    number[],
    number[],
    number[],
  ];
}

/** 0 for inputs, 1 for hidden units, 2 for outputs. */
export const columnOf = (unit: number): number => Math.floor((unit - 1) / 2);

/** Where a unit's inputs come from, without the bias. */
export function sourcesOf(net: NetName, unit: number): readonly number[] {
  return unitsOf(net)[columnOf(unit) - 1] ?? [];
}

/** Where a unit's output goes. */
export function targetsOf(net: NetName, unit: number): readonly number[] {
  return unitsOf(net)[columnOf(unit) + 1] ?? [];
}

/** Where a sub-step that is wanted stands; −1 if there is none such. */
export function placeOf(
  steps: readonly SubStep[],
  kind: 'forward' | 'backward' | 'update',
  to: number,
  from?: number,
): number {
  return steps.findIndex((step) =>
    step.kind === 'update'
      ? kind === 'update' && step.to === to && step.from === from
      : step.kind === kind && 'unit' in step && step.unit === to,
  );
}
