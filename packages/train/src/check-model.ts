import { describeValue, ValueError } from '@descent/core';
import type { Model } from '@descent/layers';

/**
 * What was given as a model, of any shapes.
 * @throws ValueError for what is none
 */
export function checkModel(op: string, model: unknown): Model {
  if (Array.isArray((model as Partial<Model> | undefined)?.layers)) return model as Model;
  throw new ValueError(`${op}: expects a model, got ${describeValue(model)}`, {
    fix: 'make one: sequential({ input: [28, 28] }, flatten(), dense(10))',
  });
}
