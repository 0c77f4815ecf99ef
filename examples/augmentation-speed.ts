// How many images a second are flipped, turned and zoomed on one thread of the CPU backend.
// node examples/augmentation-speed.ts
import { cpu } from '@descent/backend-cpu';
import { Rng, scope, type Tensor, useBackend } from '@descent/core';
import { augment, randomFlip, randomRotation, randomZoom } from '@descent/datasets';

const seconds = 3;

await useBackend(cpu({ threads: 1 }));
for (const { shape, goal } of [
  { shape: [64, 28, 28, 1], goal: 3000 },
  { shape: [32, 150, 150, 3], goal: 150 },
] as const) {
  const images = new Rng(1).uniform(shape) as Tensor;
  const rng = new Rng(2);
  const change = augment([randomFlip(), randomRotation(0.1), randomZoom(0.2)]);
  const once = (): void => scope(() => void change({ x: images }, rng).x.dataSync());
  once();
  const before = process.cpuUsage();
  const begin = performance.now();
  let count = 0;
  for (; performance.now() - begin < 1000 * seconds; count += shape[0]) once();
  const elapsed = (performance.now() - begin) / 1000;
  const { user, system } = process.cpuUsage(before);
  const rate = (time: number) => Math.round(count / time).toLocaleString('en');
  console.log(
    `${shape.slice(1).join(' × ')}: ${rate(elapsed)} images a second, ${rate((user + system) / 1e6)} in a second of the processor (goal ${goal.toLocaleString('en')})`,
  );
  change.dispose();
  images.dispose();
}
