import { type Shape, sizeOf, type Variable } from '@descent/core';
import type { AnyLayer } from './layer.js';
import type { Node, Symbolic } from './symbolic.js';

/** What a summary shows. */
export interface Summarized {
  readonly inputs: readonly Symbolic[];
  readonly nodes: readonly Node[];
  readonly layers: readonly AnyLayer[];
  readonly parameters: readonly Variable[];
  readonly trainableParameters: readonly Variable[];
}

/**
 * The table that Keras prints: one row per layer with its output shape and parameter count, and the totals. Where layers
 * do not simply follow one another, the inputs have rows too, and a column says what each layer is connected to.
 */
export function summarize({ inputs, nodes, layers, parameters, trainableParameters }: Summarized): string {
  const isChain = nodes.every(({ inputs: [x, ...more] }, i) => {
    const before = i === 0 ? inputs[0]?.node : nodes[i - 1];
    return more.length === 0 && x?.node === before;
  });
  const head = ['Layer (type)', 'Output Shape', 'Param #', ...(isChain ? [] : ['Connected to'])];
  const rows = layers.map((layer) => [
    `${layer.name} (${layer.kind})`,
    showBatched(layer.outputShape ?? []),
    countOf(layer.parameters).toLocaleString('en-US'),
    ...(isChain ? [] : [connections(layer, nodes)]),
  ]);
  if (!isChain) {
    rows.unshift(
      ...inputs.map(({ shape, node }) => [`${nameOf(node)} (input)`, showBatched(shape), '0', '-']),
    );
  }
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
  const trainable = countOf(trainableParameters);
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

/** What a node is called: its layer, or an input. */
export function nameOf({ layer, inputName }: Node): string {
  return layer?.name ?? inputName ?? 'input';
}

function connections(layer: AnyLayer, nodes: readonly Node[]): string {
  const uses = nodes.filter((node) => node.layer === layer);
  return uses.map(({ inputs }) => inputs.map(({ node }) => nameOf(node)).join(', ')).join('; ');
}

/** Number of values in parameters. */
function countOf(parameters: readonly Variable[]): number {
  return parameters.reduce((sum, parameter) => sum + sizeOf(parameter.shape), 0);
}

function showBatched(shape: Shape | readonly Shape[]): string {
  return Array.isArray(shape[0])
    ? (shape as readonly Shape[]).map(showBatched).join(', ')
    : `(${['None', ...shape].join(', ')})`;
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
