import { bytesOf } from '../device/gpu-buffer.js';
import type { Shader } from '../shader/stage.js';

/** Where the values between stages lie. */
export interface MemoryPlan {
  /** Bytes of each piece of memory. */
  readonly pieces: readonly number[];
  /** The piece of a value; temporary ones are numbered anew in each stage. */
  placeOf(stage: number, value: number): number;
}

/**
 * Gives values memory that nobody needs at the time any more: each value from the stage that makes it to the last that
 * reads it.
 * @param stages - the shaders of each stage
 * @param outside - values that have memory already
 */
export function placesIn(stages: readonly (readonly Shader[])[], outside: ReadonlySet<number>): MemoryPlan {
  const keyOf = (stage: number, value: number) => (value < 0 ? `${stage}:${value}` : String(value));
  const last = new Map<string, number>();
  const bytes = new Map<string, number>();
  stages.forEach((shaders, stage) => {
    for (const { value, spec } of shaders.flatMap(({ bindings }) => bindings)) {
      if (outside.has(value)) continue;
      const key = keyOf(stage, value);
      last.set(key, stage);
      bytes.set(key, bytesOf(spec.shape));
    }
  });
  const pieces: number[] = [];
  const free = new Set<number>();
  const places = new Map<string, number>();
  stages.forEach((shaders, stage) => {
    const keys = new Set(
      shaders.flatMap(({ bindings }) =>
        bindings.flatMap(({ value }) => (outside.has(value) ? [] : keyOf(stage, value))),
      ),
    );
    for (const key of keys) {
      if (places.has(key)) continue;
      const size = bytes.get(key) as number;
      const place = closest(pieces, free, size);
      free.delete(place);
      pieces[place] = Math.max(pieces[place] ?? 0, size);
      places.set(key, place);
    }
    for (const key of keys) if (last.get(key) === stage) free.add(places.get(key) as number);
  });
  return { pieces, placeOf: (stage, value) => places.get(keyOf(stage, value)) as number };
}

/** The free piece that has to grow or is wasted least, or a new one where that would waste more than half of it. */
function closest(pieces: readonly number[], free: ReadonlySet<number>, size: number): number {
  const difference = (place: number) => Math.abs((pieces[place] as number) - size);
  const [best] = [...free].sort((a, b) => difference(a) - difference(b));
  if (best === undefined || difference(best) > Math.max(size, pieces[best] as number) / 2)
    return pieces.length;
  return best;
}
