import { type Compiled, compile, concat, type Tensor, tensor } from '@descent/core';
import { type FeatureName, featuresOf, type Moments, standardized } from '../data/features.js';
import { bound } from '../state/options.js';
import type { State } from '../state/state.js';
import { mapSize, tileSize } from '../worker/messages.js';
import { answerOf, type Net } from './net.js';

/** The middles of the cells of a map, rows from the top: x and y of each. */
export function cellPlaces(size: number): Float32Array {
  const at = (i: number): number => ((i + 0.5) / size) * 2 * bound - bound;
  return Float32Array.from({ length: 2 * size * size }, (_, i) => {
    const cell = i >> 1;
    return i % 2 === 0 ? at(cell % size) : -at(Math.floor(cell / size));
  });
}

const places = cellPlaces(mapSize);

/** What every unit gives over the plane, in one pass. */
export class Maps {
  readonly #x: Tensor;
  readonly #names: readonly FeatureName[];
  readonly #moments: Moments | undefined;
  readonly #units: Compiled<[Tensor], Tensor>;

  /** @param moments - what the inputs are standardized by; undefined for inputs as they are */
  constructor(
    net: Net,
    names: readonly FeatureName[],
    moments: Moments | undefined,
    kind: Pick<State, 'problem' | 'loss'>,
  ) {
    this.#names = names;
    this.#moments = moments;
    const values = featuresOf(names, places);
    this.#x = tensor(moments ? standardized(values, moments) : values, [mapSize * mapSize, names.length]);
    // One unit after the other, so that each map lies in one piece.
    this.#units = compile((x: Tensor) => {
      const units = net.units(x);
      const hidden = (units.shape[1] as number) - 1;
      const answers = answerOf(kind, units.slice([0, hidden], [-1, 1]) as Tensor);
      const all =
        hidden === 0
          ? answers
          : (concat(
              [units.slice([0, 0], [-1, hidden]), answers] as Tensor<readonly [number, number]>[],
              1,
            ) as Tensor);
      return all.transpose() as Tensor;
    });
  }

  /** What every unit gives at one place. */
  async at(x: number, y: number): Promise<Float32Array> {
    const values = featuresOf(this.#names, Float32Array.of(x, y));
    using point = tensor(this.#moments ? standardized(values, this.#moments) : values, [
      1,
      this.#names.length,
    ]);
    using units = this.#units(point);
    return Float32Array.from((await units.data()) as Float32Array);
  }

  /** The maps of all units, [units, mapSize, mapSize]. */
  async read(): Promise<Float32Array> {
    using maps = this.#units(this.#x);
    return (await maps.data()) as Float32Array;
  }

  dispose(): void {
    this.#x.dispose();
    this.#units.dispose();
  }
}

/** Means of the cells of maps: tiles of {@link tileSize}² numbers. */
export function tilesOf(maps: Float32Array): Float32Array {
  const size = mapSize / tileSize;
  const count = maps.length / (mapSize * mapSize);
  const tiles = new Float32Array(count * tileSize * tileSize);
  for (let unit = 0; unit < count; unit++) {
    for (let row = 0; row < mapSize; row++) {
      const tileRow = unit * tileSize * tileSize + Math.floor(row / size) * tileSize;
      const mapRow = unit * mapSize * mapSize + row * mapSize;
      for (let column = 0; column < mapSize; column++) {
        const tile = tileRow + Math.floor(column / size);
        tiles[tile] = (tiles[tile] as number) + (maps[mapRow + column] as number);
      }
    }
  }
  return tiles.map((sum) => sum / (size * size));
}
