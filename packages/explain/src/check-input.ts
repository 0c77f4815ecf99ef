import {
  DtypeError,
  describeValue,
  type Shape,
  ShapeError,
  sameShape,
  showShape,
  Tensor,
} from '@descent/core';
import type { ExplainedModel, OneOrSeveral } from './check-model.js';

/**
 * The inputs of a model as a list, each a batch of at least one example, all of equally many.
 * @throws DtypeError for what is no tensor, ShapeError for another shape than the model's
 */
export function checkInput(op: string, model: ExplainedModel, given: OneOrSeveral): readonly Tensor[] {
  const xs: readonly unknown[] = Array.isArray(given) && model.inputs.length > 1 ? given : [given];
  if (xs.length !== model.inputs.length) {
    throw new ShapeError(`${op}: expects ${model.inputs.length} inputs, got ${describeValue(given)}`, {
      fix: `give a list: ${op}(model, [a, b])`,
    });
  }
  const found = xs.map((x, i) => {
    const where = xs.length > 1 ? `${op}: inputs[${i}]` : op;
    return checkBatch(where, x, (model.inputs[i] as { readonly shape: Shape }).shape);
  });
  const counts = found.map(({ shape }) => shape[0] as number);
  if (counts.some((count) => count !== counts[0])) {
    throw new ShapeError(`${op}: the inputs hold ${counts.join(', ')} examples, which must be equally many`);
  }
  return found;
}

function checkBatch(where: string, x: unknown, shape: Shape): Tensor {
  if (!(x instanceof Tensor)) {
    throw new DtypeError(`${where}: expects a tensor, got ${describeValue(x)}`, {
      fix: 'wrap it: tensor(…)',
    });
  }
  const expected = `[batch${shape.map((n) => `, ${n}`).join('')}]`;
  if (x.rank !== shape.length + 1 || !sameShape(x.shape.slice(1), shape)) {
    throw new ShapeError(`${where}: expects ${expected}, got ${showShape(x.shape)}`, {
      ...(sameShape(x.shape, shape) && { fix: `a batch of one: x.reshape(${showShape([1, ...shape])})` }),
    });
  }
  if (x.shape[0] === 0)
    throw new ShapeError(`${where}: expects at least one example, got ${showShape(x.shape)}`);
  return x;
}
