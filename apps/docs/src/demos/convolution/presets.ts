import { imageSize, largestFilter, mostChannels } from './protocol.js';

/** A filter to begin with: the weight of a tap, by its distance from the middle, the number of taps each way and the channel. */
type Preset = (dy: number, dx: number, size: number, channel: number) => number;

const sign = (distance: number): number => Math.sign(distance);

/** Filters by name. */
export const presets = {
  vertical: (_dy, dx) => sign(dx),
  horizontal: (dy) => sign(dy),
  outline: (dy, dx, size) => (isMiddle(dy, dx) ? size * size - 1 : -1),
  sum: () => 1,
  same: (dy, dx) => (isMiddle(dy, dx) ? 1 : 0),
  red: (dy, dx, _size, channel) => (isMiddle(dy, dx) ? ([1, -0.5, -0.5][channel] as number) : 0),
} satisfies Record<string, Preset>;

export type PresetName = keyof typeof presets;

/** What the reader sees of each. */
export const presetLabels: readonly (readonly [PresetName, string])[] = [
  ['vertical', 'vertical edges'],
  ['horizontal', 'horizontal edges'],
  ['outline', 'outlines'],
  ['sum', 'sum of all'],
  ['same', 'leaves as it is'],
  ['red', 'red, not green or blue'],
];

/** The middle; of an even number of taps the one before it. */
function isMiddle(dy: number, dx: number): boolean {
  return (dy === 0 || dy === -0.5) && (dx === 0 || dx === -0.5);
}

/** The weights of a preset, taps row by row with the channels inside, `largestFilter` taps each way, of which `size` count. */
export function presetWeights(name: PresetName, size: number): Float32Array {
  const weights = new Float32Array(largestFilter ** 2 * mostChannels);
  const first = firstTap(size);
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      for (let channel = 0; channel < mostChannels; channel++) {
        const at = ((first + y) * largestFilter + first + x) * mostChannels + channel;
        weights[at] = presets[name](y - (size - 1) / 2, x - (size - 1) / 2, size, channel);
      }
    }
  }
  return weights;
}

/** Where a filter of so many taps begins in the `largestFilter` cells that are kept. */
export function firstTap(size: number): number {
  return Math.floor((largestFilter - size) / 2);
}

/** An arrow in each channel, whole numbers from 0 to 9; the first is the grey picture. */
export function startImage(): Float32Array {
  const planes = [
    ['0011000', '0019100', '9999910', '0019100', '0011000'],
    ['0000000', '0222220', '0288820', '0222220', '0000000'],
    ['6600000', '6600000', '0000000', '0000066', '0000066'],
  ];
  const { rows, columns } = imageSize;
  const image = new Float32Array(rows * columns * mostChannels);
  planes.forEach((plane, channel) => {
    [...plane.join('')].forEach((digit, i) => {
      image[i * mostChannels + channel] = Number(digit);
    });
  });
  return image;
}
