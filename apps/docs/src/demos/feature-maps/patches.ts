import { type Tensor, tensor } from '@descent/core';
import { featureMaps } from '@descent/explain';
import type { Model } from '@descent/layers';
import { pictureSize, pixelCount } from '../shared/fashion-names.js';
import type { Stage } from '../shared/stages.js';
import { type MapPlace, type Patches, patchCount } from './protocol.js';

/** The parts of pictures that excite a map most: what its strongest unit sees, of the pictures where that is strongest. */
export async function patchesOf(
  net: Model,
  stages: readonly Stage[],
  place: MapPlace,
  pictures: Float32Array,
): Promise<Patches> {
  const { name, edge, count, size, seen } = stages[place.stage] as Stage;
  const x = tensor(pictures, [pictures.length / pixelCount, pictureSize, pictureSize, 1]) as Tensor;
  const [layer] = await featureMaps(net, x, { layers: [name] });
  x.dispose();
  const values = layer?.maps.values as Float32Array;
  const strongest = Array.from({ length: pictures.length / pixelCount }, (_, picture) => {
    let best = { picture, unit: 0, value: Number.NEGATIVE_INFINITY };
    for (let unit = 0; unit < edge * edge; unit++) {
      const value = values[(picture * edge * edge + unit) * count + place.map] as number;
      if (value > best.value) best = { picture, unit, value };
    }
    return best;
  })
    .sort((a, b) => b.value - a.value)
    .slice(0, patchCount);
  const pixels = new Float32Array(strongest.length * size * size);
  const first = seen[0] as readonly number[];
  strongest.forEach(({ picture, unit }, i) => {
    const [top, left] = [first[2 * Math.floor(unit / edge)] as number, first[2 * (unit % edge)] as number];
    for (let row = 0; row < size; row++) {
      const from = picture * pixelCount + (top + row) * pictureSize + left;
      pixels.set(pictures.subarray(from, from + size), (i * size + row) * size);
    }
  });
  return { ...place, edge: size, pixels, values: strongest.map(({ value }) => value) };
}
