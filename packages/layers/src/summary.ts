import { type Shape, sizeOf, type Variable } from '@descent/core';
import type { AnyLayer } from './layer.js';

/**
 * The table that Keras prints: one row per layer with its output shape and parameter count, and the totals.
 */
export function summarize(layers: readonly AnyLayer[], parameters: readonly Variable[]): string {
  const head = ['Layer (type)', 'Output Shape', 'Param #'];
  const rows = layers.map((layer) => [
    `${layer.name} (${layer.kind})`,
    showBatched(layer.outputShape ?? []),
    countOf(layer.parameters).toLocaleString('en-US'),
  ]);
  const widths = head.map((title, i) =>
    Math.max(title.length, ...rows.map((row) => (row[i] as string).length)),
  );
  const line = (cells: readonly string[]): string => {
    const padded = cells.map((cell, i) =>
      i === 2 ? cell.padStart(widths[i] as number) : cell.padEnd(widths[i] as number),
    );
    return `│ ${padded.join(' │ ')} │`;
  };
  const rule = (left: string, middle: string, right: string): string =>
    left + widths.map((width) => '─'.repeat(width + 2)).join(middle) + right;
  const trainable = countOf(parameters.filter((parameter) => parameter.trainable));
  const total = countOf(parameters);
  return [
    rule('┌', '┬', '┐'),
    line(head),
    rule('├', '┼', '┤'),
    ...rows.map(line),
    rule('└', '┴', '┘'),
    `Total params: ${showCount(total)}`,
    `Trainable params: ${showCount(trainable)}`,
    `Non-trainable params: ${showCount(total - trainable)}`,
  ].join('\n');
}

/** Number of values in parameters. */
function countOf(parameters: readonly Variable[]): number {
  return parameters.reduce((sum, parameter) => sum + sizeOf(parameter.shape), 0);
}

function showBatched(shape: Shape): string {
  return `(${['None', ...shape].join(', ')})`;
}

function showCount(count: number): string {
  const bytes = 4 * count;
  const size =
    bytes < 1024
      ? `${bytes}.00 B`
      : bytes < 2 ** 20
        ? `${(bytes / 1024).toFixed(2)} KB`
        : `${(bytes / 2 ** 20).toFixed(2)} MB`;
  return `${count.toLocaleString('en-US')} (${size})`;
}
