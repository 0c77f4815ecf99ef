import type { GraphWriter } from '../graph-writer.js';
import { known, type Size, sameSize } from '../size.js';
import { Unsupported } from '../unsupported.js';
import { axisWithChannelsFirst, isOnlyFirst, viewOf, withChannelsFirst } from '../value.js';
import { alike } from './alike.js';
import { inputOf, outputOf, type Rule, type RuleCall, type Rules, result } from './rule.js';

/** The end of an axis, whatever its size. */
const toTheEnd = 2 ** 31 - 1;

const reshape: Rule = (call) => [viewOf(inputOf(call), outputOf(call).shape)];

const transpose: Rule = (call, writer) => {
  const x = inputOf(call);
  const perm = call.attrs.perm as readonly number[];
  if (perm.every((axis, i) => axis === i)) return [x];
  return [result(outputOf(call), writer.op('Transpose', [writer.last(x)], { perm }))];
};

/** Starts, ends and steps of Slice, for the axes that are not taken whole. */
function slice(writer: GraphWriter, x: string, cuts: readonly Cut[]): string {
  if (cuts.length === 0) return x;
  const list = (of: (cut: Cut) => number): string => writer.whole(cuts.map(of));
  return writer.op('Slice', [
    x,
    list(({ start }) => start),
    list(({ end }) => end),
    list(({ axis }) => axis),
    list(({ step }) => step),
  ]);
}

interface Cut {
  readonly axis: number;
  readonly start: number;
  readonly end: number;
  readonly step: number;
}

const cut: Rule = (call, writer) => {
  const x = inputOf(call);
  const begin = call.attrs.begin as readonly number[];
  const rank = x.shape.length;
  const layout = isOnlyFirst(x) ? 'first' : 'last';
  const cuts = begin.flatMap((start, at): Cut[] => {
    const [from, to] = [x.shape[at] as Size, outputOf(call).shape[at] as Size];
    if (start === 0 && sameSize(from, to)) return [];
    const axis = layout === 'first' ? axisWithChannelsFirst(at, rank) : at;
    return [{ axis, start, end: typeof to === 'number' ? start + to : endOf(start, from, to), step: 1 }];
  });
  return [result(outputOf(call), slice(writer, writer.named(x, layout), cuts), layout)];
};

/** Where a part ends that grows with the batch, counted from the end of the whole. */
function endOf(start: number, from: Size, to: Exclude<Size, number>): number {
  if (typeof from === 'number' || from.times !== to.times)
    throw new Unsupported('takes a part by the size of the batch');
  const left = from.plus - to.plus - start;
  return left === 0 ? toTheEnd : -left;
}

const reverse: Rule = (call, writer) => {
  const x = inputOf(call);
  const dims = call.attrs.dims as readonly number[];
  const cuts = dims.map((axis): Cut => ({ axis, start: -1, end: -toTheEnd, step: -1 }));
  return [result(outputOf(call), slice(writer, writer.last(x), cuts))];
};

const concat: Rule = (call, writer) => {
  const rank = outputOf(call).shape.length;
  const axis = call.attrs.axis as number;
  const { names, layout } = alike(writer, call.inputs, rank);
  const at = layout === 'first' ? axisWithChannelsFirst(axis, rank) : axis;
  return [
    result(
      outputOf(call),
      names.length === 1 ? (names[0] as string) : writer.op('Concat', names, { axis: at }),
      layout,
    ),
  ];
};

const pack: Rule = (call, writer) => {
  const axis = call.attrs.axis as number;
  const names = call.inputs.map((x) => writer.op('Unsqueeze', [writer.last(x), writer.whole([axis])]));
  return [
    result(outputOf(call), names.length === 1 ? (names[0] as string) : writer.op('Concat', names, { axis })),
  ];
};

const split: Rule = (call, writer) => {
  const x = inputOf(call);
  const axis = call.attrs.axis as number;
  const parts = call.outputs.map(({ shape }) => shape[axis] as Size);
  if (parts.length === 1) return [x];
  const areEqual = parts.every((size) => sameSize(size, parts[0]));
  const isKnown = parts.every((size) => typeof size === 'number');
  if (!areEqual && !isKnown) throw new Unsupported('splits by the size of the batch into unequal parts');
  const inputs = [writer.last(x), ...(areEqual ? [] : [writer.whole(parts.map(known))])];
  const names = writer.call('Split', inputs, { axis }, parts.length);
  return names.map((name, i) => result(outputOf(call, i), name));
};

const pad: Rule = (call, writer) => {
  const x = inputOf(call);
  const paddings = call.attrs.paddings as readonly (readonly [number, number])[];
  const layout = isOnlyFirst(x) ? 'first' : 'last';
  const sides = layout === 'first' ? withChannelsFirst(paddings) : paddings;
  const name = writer.op('Pad', [
    writer.named(x, layout),
    writer.whole([...sides.map(([before]) => before), ...sides.map(([, after]) => after)]),
    writer.number(call.attrs.constantValue as number, x.dtype),
  ]);
  return [result(outputOf(call), name, layout)];
};

const tile: Rule = (call, writer) => {
  const reps = writer.whole(call.attrs.reps as readonly number[]);
  return [result(outputOf(call), writer.op('Tile', [writer.last(inputOf(call)), reps]))];
};

/** The same number everywhere: of known shape it is a constant, and never comes here. */
const fill: Rule = (call: RuleCall, writer) => {
  const { shape, dtype } = outputOf(call);
  const number = writer.number(call.attrs.value as number, dtype);
  return [result(outputOf(call), writer.op('Expand', [number, writer.sizes(shape)]))];
};

/** Kernels that move values about. */
export const shapeRules: Rules = {
  Reshape: reshape,
  Transpose: transpose,
  Slice: cut,
  Reverse: reverse,
  Concat: concat,
  Pack: pack,
  SplitV: split,
  PadV2: pad,
  Tile: tile,
  Fill: fill,
};

/** Those of them that are right for every batch although their attributes name sizes that depend on it. */
export const batchFree: ReadonlySet<string> = new Set([
  'Reshape',
  'Slice',
  'SplitV',
  'Fill',
  'Conv2DBackpropInput',
  'Conv3DBackpropInputV2',
]);
