import { describeValue, showShape, ValueError } from '@descent/core';
import type { AnyLayer } from './layer.js';
import { isSymbolic, type Node, type Symbolic } from './symbolic.js';

/** The part of a graph between inputs and outputs. */
export interface Graph {
  readonly inputs: readonly Symbolic[];
  readonly outputs: readonly Symbolic[];
  /** The uses of layers, each after those whose results it takes. */
  readonly nodes: readonly Node[];
  /** Each layer once, in the order of the nodes. */
  readonly layers: readonly AnyLayer[];
}

/**
 * Finds what lies between inputs and outputs.
 * @throws ValueError for what is not symbolic, an input given twice or leading to no output, and an output that
 * depends on an input which was not given
 */
export function graphBetween(op: string, inputs: readonly Symbolic[], outputs: readonly Symbolic[]): Graph {
  checkSymbolic(op, 'inputs', inputs);
  checkSymbolic(op, 'outputs', outputs);
  const given = new Set(inputs);
  if (given.size < inputs.length) throw new ValueError(`${op}: an input is given twice`);
  const used = new Set<Symbolic>();
  const nodes = new Set<Node>();
  const begun = new Set<Node>();
  // Depth first, on a stack of our own: nets can be deeper than the engine's.
  const stack = outputs.toReversed();
  while (stack.length > 0) {
    const value = stack.at(-1) as Symbolic;
    const { node } = value;
    if (given.has(value) || nodes.has(node) || begun.has(node)) {
      stack.pop();
      if (given.has(value)) used.add(value);
      else nodes.add(node);
      continue;
    }
    if (!node.layer) {
      throw new ValueError(
        `${op}: the outputs depend on the input ${showInput(node)} that is not among the inputs`,
        {
          fix: `give all of them: ${op}([a, b], outputs)`,
        },
      );
    }
    begun.add(node);
    stack.push(...node.inputs.toReversed());
  }
  const idle = inputs.findIndex((value) => !used.has(value));
  if (idle >= 0) throw new ValueError(`${op}: inputs[${idle}] leads to none of the outputs`);
  const layers = new Set([...nodes].map(({ layer }) => layer as AnyLayer));
  return { inputs, outputs, nodes: [...nodes], layers: [...layers] };
}

function checkSymbolic(op: string, what: string, values: readonly Symbolic[]): void {
  values.forEach((value, i) => {
    if (isSymbolic(value)) return;
    const place = values.length > 1 ? `${what}[${i}]` : what;
    throw new ValueError(`${op}: ${place} must come from input(…) or a layer, got ${describeValue(value)}`, {
      fix: 'const x = input([784]); model(x, dense(10)(x))',
    });
  });
  if (values.length === 0) throw new ValueError(`${op}: expects ${what}`);
}

function showInput({ inputName, outputs }: Node): string {
  return inputName === undefined
    ? `of shape ${showShape(outputs[0]?.shape ?? [])}`
    : describeValue(inputName);
}
