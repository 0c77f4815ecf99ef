/** One thing that a link says: what it is at first, and how it is written. */
export interface Key<V> {
  readonly initial: V;
  toText(value: V): string;
  /** Undefined for a text that means nothing here. */
  fromText(text: string): V | undefined;
}

/** The value of a key. */
export type ValueOf<K> = K extends Key<infer V> ? V : never;

export function oneOf<const V extends string>(values: readonly V[], initial: NoInfer<V>): Key<V> {
  return { initial, toText: (value) => value, fromText: (text) => values.find((value) => value === text) };
}

export function flag(initial: boolean): Key<boolean> {
  return {
    initial,
    toText: String,
    fromText: (text) => (text === 'true' ? true : text === 'false' ? false : undefined),
  };
}

/** A number; what lies beyond the bounds becomes the bound. */
export function number(initial: number, min: number, max: number, whole = false): Key<number> {
  return {
    initial,
    toText: String,
    fromText(text) {
      const value = Number(text);
      if (text.trim() === '' || !Number.isFinite(value)) return undefined;
      const within = Math.min(max, Math.max(min, value));
      return whole ? Math.round(within) : within;
    },
  };
}

export function text(initial = ''): Key<string> {
  return { initial, toText: (value) => value, fromText: (given) => given };
}

/** Whole numbers with commas between them; nothing is the empty list, and there is a longest one. */
export function wholes(
  initial: readonly number[],
  min: number,
  max: number,
  longest: number,
): Key<readonly number[]> {
  return {
    initial,
    toText: (values) => values.join(','),
    fromText(given) {
      if (given.trim() === '') return [];
      const values = given.split(',').map(Number);
      if (!values.every((value) => Number.isInteger(value) && value >= min)) return undefined;
      return values.slice(0, longest).map((value) => Math.min(max, value));
    },
  };
}

/** Some of the values with commas between them, and nothing where there is none. */
export function names<const V extends string>(values: readonly V[]): Key<readonly (V | undefined)[]> {
  return {
    initial: [],
    toText: (chosen) => chosen.map((value) => value ?? '').join(','),
    fromText: (given) => given.split(',').map((name) => values.find((value) => value === name)),
  };
}
