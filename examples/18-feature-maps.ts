// What a unit sees of a picture: by the formula, by receptiveField and by changing pixels; small filters against a large one.
// node examples/18-feature-maps.ts
import { cpu } from '@descent/backend-cpu';
import { tensor, useBackend } from '@descent/core';
import { featureMaps, receptiveField } from '@descent/explain';
import { averagePool2d, conv2d, type Layer, sequential } from '@descent/layers';

await useBackend(cpu());

/** No activation: nothing is cut off on the way. */
const small = () => conv2d({ filters: 2, kernelSize: 3, kernelInitializer: 'heUniform' });
const pool = () => averagePool2d(2);
const stacks: Readonly<Record<string, readonly (readonly [layer: Layer, k: number, s: number])[]>> = {
  'two 3 × 3': [small(), small()].map((layer) => [layer, 3, 1]),
  'three 3 × 3': [small(), small(), small()].map((layer) => [layer, 3, 1]),
  'with a pool': [
    [small(), 3, 1],
    [pool(), 2, 2],
    [small(), 3, 1],
    [pool(), 2, 2],
  ],
};
const edge = 28;

for (const [name, layers] of Object.entries(stacks)) {
  // r_l = r_(l−1) + (k_l − 1) j_(l−1), j_l = j_(l−1) s_l
  let [r, j] = [1, 1];
  for (const [, k, s] of layers) {
    r += (k - 1) * j;
    j *= s;
  }
  using net = sequential({ input: [edge, edge, 1], seed: 1 }, ...(layers.map(([layer]) => layer) as []));
  const field = receptiveField(net).at(-1);
  const unit = Math.floor((field?.units[0] ?? 0) / 2);
  const seen = field?.of(unit, unit).map(([first, last]) => `${first}–${last}`);
  const touched = await pixelsThatMatter(net, unit);
  console.log(
    `${name}: ${r} × ${r} and ${j} apart by the formula, ${field?.size.join(' × ')} and ${field?.stride[0]} apart by receptiveField`,
  );
  console.log(
    `  unit ${unit}, ${unit}: rows ${seen?.[0]}, columns ${seen?.[1]}; ${touched} pixels change it`,
  );
}

/** How many pixels change a unit when they are changed one at a time. */
async function pixelsThatMatter(net: Parameters<typeof featureMaps>[0], unit: number): Promise<number> {
  const pictures = new Float32Array((edge * edge + 1) * edge * edge);
  for (let pixel = 0; pixel < edge * edge; pixel++) pictures[pixel * edge * edge + pixel] = 1;
  using x = tensor(pictures, [edge * edge + 1, edge, edge, 1]);
  const maps = (await featureMaps(net, x)).at(-1)?.maps;
  const [, rows = 0, columns = 0, channels = 0] = maps?.shape ?? [];
  const at = (picture: number) => maps?.values[((picture * rows + unit) * columns + unit) * channels];
  // The last picture is black.
  return Array.from({ length: edge * edge }, (_, pixel) => at(pixel)).filter(
    (value) => value !== at(edge * edge),
  ).length;
}

console.log();
const channels = 16;
const filters = (kernelSize: number) => conv2d({ filters: channels, kernelSize, useBias: false });
const counts = { 'three 3 × 3': [filters(3), filters(3), filters(3)], 'one 7 × 7': [filters(7)] };
for (const [name, layers] of Object.entries(counts)) {
  using net = sequential({ input: [edge, edge, channels] }, ...(layers as unknown as []));
  console.log(`${name}, ${channels} channels: ${net.parameterCount} weights`);
}
