import { scope, tensor } from '@descent/core';
import { decisionBoundary } from '@descent/explain';
import { dense, sequential } from '@descent/layers';
import { bound, corners, hiddenBound, mapSize, type Settings, steepness, type View } from './protocol.js';

/** What the net answers whose weights the reader has set: two tanh neurons, each with its line, and a tanh of both. */
export async function viewOf(settings: Settings): Promise<View> {
  const { angle1, distance1, angle2, distance2, v1, v2, v0 } = settings;
  using hidden = sequential({ input: [2] }, dense(2, { activation: 'tanh' }));
  using output = sequential({ input: [2] }, dense(1, { activation: 'tanh' }));
  using net = sequential({ input: [2] }, hidden, output);
  const units = [angle1, angle2].map((angle) => (angle * Math.PI) / 180);
  const values = [
    [units.map((angle) => steepness * Math.cos(angle)), units.map((angle) => steepness * Math.sin(angle))],
    [-steepness * distance1, -steepness * distance2],
    [[steepness * v1], [steepness * v2]],
    [steepness * v0],
  ];
  net.parameters.forEach((parameter, i) => {
    using value = tensor(values[i] as number[]);
    parameter.assign(value);
  });
  const results = scope(() => {
    const x = tensor(corners.map(([a, b]) => [a, b]));
    return [hidden.predict(x), net.predict(x)] as const;
  });
  const [[inHidden, outputs], map, hiddenMap] = await Promise.all([
    Promise.all(results.map((each) => each.data())),
    decisionBoundary(net, { xRange: [-bound, bound], yRange: [-bound, bound], resolution: mapSize }),
    decisionBoundary(output, {
      xRange: [-hiddenBound, hiddenBound],
      yRange: [-hiddenBound, hiddenBound],
      resolution: mapSize,
    }),
  ]);
  for (const each of results) each.dispose();
  return {
    map: Float32Array.from(map.outputs.values),
    hiddenMap: Float32Array.from(hiddenMap.outputs.values),
    hidden: Float32Array.from(inHidden as Float32Array),
    outputs: Float32Array.from(outputs as Float32Array),
  };
}
