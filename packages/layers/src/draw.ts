import { checkOptions, describeValue, showShape, ValueError } from '@descent/core';
import type { AnyLayer } from './layer.js';
import type { Model } from './model.js';
import { nameOf } from './summary.js';
import type { Node } from './symbolic.js';

/** The graph as lines between boxes. */
export interface DrawOptions {
  /** From top to bottom (default) or from left to right. */
  readonly direction?: 'TB' | 'LR';
}

/**
 * A model's graph as text for Mermaid, which Markdown on GitHub and many editors draw: a box for each use of a layer,
 * with its output shape.
 *
 * @example console.log(drawModel(model)) // flowchart TB …
 * @see https://mermaid.js.org/syntax/flowchart.html
 */
export function drawModel(model: Pick<Model, 'nodes' | 'inputs'>, options: DrawOptions = {}): string {
  const { direction = 'TB' } = checkOptions('drawModel', options, ['direction']);
  if (direction !== 'TB' && direction !== 'LR') {
    throw new ValueError(`drawModel: direction must be 'TB' or 'LR', got ${describeValue(direction)}`);
  }
  if (!Array.isArray(model?.nodes)) {
    throw new ValueError(`drawModel: expects a model, got ${describeValue(model)}`);
  }
  const ids = new Map<Node, string>();
  const lines = [`flowchart ${direction}`];
  const box = (node: Node, title: string): void => {
    const id = `n${ids.size}`;
    ids.set(node, id);
    const shapes = node.outputs.map(({ shape }) => showShape(['batch', ...shape] as never)).join(', ');
    lines.push(`  ${id}["${title}<br/>${shapes}"]`);
  };
  for (const { node } of model.inputs) if (!ids.has(node)) box(node, nameOf(node));
  for (const node of model.nodes) {
    const { name, label } = node.layer as AnyLayer;
    box(node, `${name}: ${label}`.replaceAll('"', '#quot;'));
    for (const { node: from } of node.inputs) lines.push(`  ${ids.get(from)} --> ${ids.get(node)}`);
  }
  return lines.join('\n');
}
