import type { WindowGeometry } from '@descent/core';
import { showNumber } from '../shared/numbers.js';
import type { ChannelSum } from './convolve.js';
import type { Settings } from './protocol.js';

const show = (value: number): string => showNumber(value, 4);
const inSum = (value: number): string => (value < 0 ? `(${show(value)})` : show(value));

/** Products and their sum: `0·1 + 3·(−1) = −3`. */
export function describeSum({ cells, weights, sum }: ChannelSum, channel: string): string {
  const terms = cells.map((cell, i) => `${inSum(cell)}·${inSum(weights[i] as number)}`);
  return `${channel ? `${channel}: ` : ''}${terms.join(' + ')} = ${show(sum)}`;
}

/** How many windows have room each way. */
export function formulaOf(g: WindowGeometry): string {
  const along = (
    name: string,
    size: number,
    padding: number,
    taps: number,
    dilation: number,
    stride: number,
    count: number,
  ): string => {
    const span = dilation === 1 ? `${taps}` : `(${taps} − 1)·${dilation} − 1`;
    return `${name}: ⌊(${size} + ${padding} − ${span}) / ${stride}⌋ + 1 = ${count}`;
  };
  return [
    along(
      'rows',
      g.inHeight,
      g.padTop + g.padBottom,
      g.windowHeight,
      g.dilationHeight,
      g.strideHeight,
      g.outHeight,
    ),
    along(
      'columns',
      g.inWidth,
      g.padLeft + g.padRight,
      g.windowWidth,
      g.dilationWidth,
      g.strideWidth,
      g.outWidth,
    ),
  ].join(';  ');
}

/** The call that gives this. */
export function callOf({ stride, dilation, padding, size, channels, filters }: Settings): string {
  const options = [
    ...(stride === 1 ? [] : [`strides: ${stride}`]),
    ...(padding === 'zero' ? ["padding: 'same'"] : []),
    ...(dilation === 1 ? [] : [`dilations: ${dilation}`]),
  ];
  const mode = padding === 'reflect' || padding === 'edge' ? `pad(x, paddings, '${padding}')` : 'x';
  const last = options.length === 0 ? '' : `, { ${options.join(', ')} }`;
  return `conv2d(${mode}, filter${last})  // filter: [${size}, ${size}, ${channels}, ${filters}]`;
}
