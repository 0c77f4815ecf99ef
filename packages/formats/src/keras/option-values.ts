import { describeValue } from '@descent/core';
import type { Plain } from '../topology/topology.js';
import type { Conversation } from './dialect.js';

/** How an option's value is said on the other side. */
export interface Conversion {
  fromKeras(value: Plain, conversation: Conversation): Plain;
  toKeras(value: Plain, conversation: Conversation): Plain;
}

/** The same on both sides; numbers of Python's arrays are objects in Keras' files. */
export const same: Conversion = { fromKeras: unwrapped, toKeras: (value) => value };

function unwrapped(value: Plain): Plain {
  if (!isObject(value)) return value;
  const inner = (value.config as { readonly value?: Plain } | undefined)?.value;
  return value.class_name === '__numpy__' || value.class_name === '__tuple__' ? (inner ?? null) : value;
}

/** Sizes along axes: one number where they agree, a list in Keras. */
export function sizes(count: 1 | 2 | 3): Conversion {
  return {
    fromKeras: (value) =>
      Array.isArray(value) && value.every((n) => n === value[0]) ? (value[0] as Plain) : value,
    toKeras: (value) => (Array.isArray(value) ? value : new Array<Plain>(count).fill(value)),
  };
}

/** A list of one number, or the number. */
export const oneNumber: Conversion = {
  fromKeras: (value) => (Array.isArray(value) && value.length === 1 ? (value[0] as Plain) : value),
  toKeras: (value) => value,
};

/** Ours may be a number, Keras has a list. */
export const aList: Conversion = {
  fromKeras: (value) => value,
  toKeras: (value) => (typeof value === 'number' ? [value] : value),
};

/** Padding by name: Keras has none in cells. */
export const paddingName: Conversion = {
  fromKeras: (value) => value,
  toKeras(value, { dialect, missing }) {
    if (value === 'causal' && dialect === 2) missing("padding 'causal'");
    if (typeof value === 'string') return value;
    missing(`padding in cells, ${describeValue(value)}: put zeroPadding before it`);
    return 'valid';
  },
};

/** Cells at both ends of each axis. */
export function sides(count: 1 | 2 | 3): Conversion {
  const pair = (side: Plain): Plain => (typeof side === 'number' ? [side, side] : side);
  return {
    fromKeras: (value) => value,
    toKeras(value) {
      if (count === 1) return pair(value);
      return typeof value === 'number'
        ? new Array<Plain>(count).fill(pair(value))
        : (value as readonly Plain[]).map(pair);
    },
  };
}

/** Whether plain data are an object. */
export function isObject(value: Plain | undefined): value is { readonly [name: string]: Plain | undefined } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
