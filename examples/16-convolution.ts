// A 5 × 7 image, a 3 × 3 filter, stride 2 and zeros around it: 3 × 4 numbers, by the sum and by conv2d.
// node examples/16-convolution.ts
import { cpu } from '@descent/backend-cpu';
import { tensor, useBackend } from '@descent/core';
import { conv2d, sequential } from '@descent/layers';

await useBackend(cpu());

const image = [
  [0, 0, 1, 1, 1, 0, 0],
  [0, 1, 2, 3, 2, 1, 0],
  [1, 2, 4, 5, 4, 2, 1],
  [0, 1, 2, 3, 2, 1, 0],
  [0, 0, 1, 1, 1, 0, 0],
];
/** Answers where it gets brighter from left to right. */
const filter = [
  [-1, 0, 1],
  [-2, 0, 2],
  [-1, 0, 1],
];
const stride = 2;

/** y_ij = Σ_kl x_(s i + k, s j + l) w_kl, on the image with one ring of zeros around it. */
function byTheSum(): number[][] {
  const [rows, columns] = [image.length, (image[0] as number[]).length];
  const padded = (i: number, j: number): number => image[i - 1]?.[j - 1] ?? 0;
  const places = (n: number): number => Math.floor((n + 2 - filter.length) / stride) + 1;
  return Array.from({ length: places(rows) }, (_, i) =>
    Array.from({ length: places(columns) }, (__, j) =>
      filter.reduce(
        (sum, weights, k) =>
          sum + weights.reduce((part, w, l) => part + w * padded(stride * i + k, stride * j + l), 0),
        0,
      ),
    ),
  );
}

using layer = sequential(
  { input: [5, 7, 1] },
  conv2d({ filters: 1, kernelSize: 3, strides: stride, padding: 1, useBias: false }),
);
layer.parameters[0]?.assign(tensor(filter).reshape([3, 3, 1, 1]));
using maps = layer.predict(tensor(image).reshape([1, 5, 7, 1]));
const [, rows, columns] = maps.shape;
const values = [...(await maps.data())] as number[];

console.log(`${rows} × ${columns} numbers of 5 × 7, ${layer.parameterCount} weights`);
byTheSum().forEach((row, i) => {
  console.log(
    `  by the sum ${row.join(' ')}, by conv2d ${values.slice(i * row.length, (i + 1) * row.length).join(' ')}`,
  );
});
