import type { DType } from '@descent/core';
import type { GraphWriter } from '../graph-writer.js';
import { onnxTypeOf } from '../onnx-type.js';
import { constantOf, isConstant, isOnlyFirst, type Layout, type Value, withChannelsFirst } from '../value.js';

/** Operands by name, all in one layout. */
export interface Operands {
  readonly layout: Layout;
  readonly names: readonly string[];
}

/**
 * Names of operands that broadcast to `rank` axes, in one layout: that with channels first if one of them has no other
 * so far, so that what lies between convolutions stays as these have it.
 *
 * @param dtype - what all are cast to; default: as they are
 */
export function alike(writer: GraphWriter, values: readonly Value[], rank: number, dtype?: DType): Operands {
  const wants = rank >= 3 && values.some((value) => isOnlyFirst(value) && value.shape.length === rank);
  const layout = wants && values.every((value) => canBeFirst(value, rank)) ? 'first' : 'last';
  const names = values.map((value) => {
    const name = layout === 'first' ? firstOf(writer, value, rank) : writer.last(value);
    return dtype === undefined ? name : castTo(writer, name, value.dtype, dtype);
  });
  return { layout, names };
}

/** The name of a value as another dtype. */
export function castTo(writer: GraphWriter, name: string, from: DType, to: DType): string {
  return from === to ? name : writer.op('Cast', [name], { to: onnxTypeOf(to) });
}

function canBeFirst(value: Value, rank: number): boolean {
  return value.shape.length === rank || value.shape.length === 0 || isConstant(value);
}

function firstOf(writer: GraphWriter, value: Value, rank: number): string {
  const missing = rank - value.shape.length;
  if (value.shape.length === 0) return writer.last(value);
  if (missing === 0 || !isConstant(value)) return writer.first(value);
  const padded = [...Array<number>(missing).fill(1), ...value.shape];
  const whole = constantOf(value.data, padded, value.dtype, value.label);
  return writer.transposed(whole, withChannelsFirst(padded.map((_, axis) => axis)));
}
