import {
  type Batch,
  type BatchOptions,
  type BatchPart,
  type BatchParts,
  type Dataset,
  fromNamedArrays,
  type Named,
  NamedDataset,
  type PartData,
} from '@descent/datasets';
import { type AnyModel, inputNames, outputNames } from '@descent/layers';
import { checkInputs, checkLabels } from '../check-batch.js';
import { isList } from '../is-list.js';
import type { SeveralArrayData, SeveralData } from '../per-output.js';
import { allInOrder } from './in-order.js';

/**
 * Data whose batches lie in the order of a model's inputs and outputs, each checked.
 * @throws DataError for another count than the model has, and for names that it does not have
 */
export function orderParts(op: string, model: AnyModel, data: SeveralData): Dataset {
  const source = 'batches' in data ? data : fromNamedArrays(named(op, model, data));
  const Ordered = source instanceof NamedDataset ? DivisibleDataset : OrderedDataset;
  return new Ordered(op, model, source as NamedDataset) as unknown as Dataset;
}

/** Arrays by name, from arrays in the model's order. */
function named(op: string, model: AnyModel, data: SeveralArrayData) {
  const [inputs, outputs] = [inputNames(model), outputNames(model)];
  const { x, y, inputShape, targetShape, weights } = data;
  const byName = <T>(what: string, of: 'input' | 'output', names: readonly string[], given: unknown) => {
    if (given === undefined || (names.length === 1 && Array.isArray(given)))
      return given as unknown as Named<T>;
    const place = { title: `${op}: ${what}`, of, names, isData: true };
    const list = allInOrder(place, given as readonly T[]);
    return Object.fromEntries(list.map((each, i) => [names[i], each])) as Named<T>;
  };
  return {
    x: byName<PartData>('x', 'input', inputs, x),
    inputShape: byName<readonly number[]>('inputShape', 'input', inputs, inputShape),
    y: byName<PartData>('y', 'output', outputs, y),
    targetShape: byName<readonly number[]>('targetShape', 'output', outputs, targetShape),
    ...(weights && { weights }),
  };
}

class OrderedDataset implements Dataset<BatchParts, BatchParts> {
  readonly #op: string;
  readonly #model: AnyModel;
  readonly #data: Dataset<BatchParts, BatchParts>;

  constructor(op: string, model: AnyModel, data: Dataset<BatchParts, BatchParts>) {
    this.#op = op;
    this.#model = model;
    this.#data = data;
  }

  get length(): number | undefined {
    return this.#data.length;
  }

  get inputShape(): Dataset<BatchParts>['inputShape'] {
    return this.#data.inputShape;
  }

  get targetShape(): Dataset<BatchParts>['inputShape'] {
    return this.#data.targetShape;
  }

  async *batches(options: BatchOptions): AsyncGenerator<Batch<BatchParts, BatchParts>> {
    for await (const batch of this.#data.batches(options)) yield this.#ordered(batch);
  }

  #ordered({ x, y, weights, size }: Batch<BatchParts, BatchParts>): Batch<BatchParts, BatchParts> {
    const model = this.#model;
    const inputs = this.#list('input', inputNames(model), x);
    inputs.forEach((part, i) => {
      const { shape } = model.inputs[i] as (typeof model.inputs)[number];
      checkInputs(`${this.#op}: inputs '${inputNames(model)[i]}'`, shape, part, size);
    });
    const rest = { size, ...(weights && { weights }) };
    const given = inputs.length === 1 ? (inputs[0] as BatchPart) : inputs;
    // Predictions need none.
    if (this.#op === 'predict') return { x: given, y: [], ...rest };
    const outputs = this.#list('output', outputNames(model), y);
    outputs.forEach((part, i) => {
      const { shape } = model.outputs[i] as (typeof model.outputs)[number];
      checkLabels(`${this.#op}: targets '${outputNames(model)[i]}': label`, shape, part);
    });
    return { x: given, y: isList(model) ? outputs : (outputs[0] as BatchPart), ...rest };
  }

  #list(of: 'input' | 'output', names: readonly string[], parts: BatchParts): readonly BatchPart[] {
    const title = `${this.#op}: ${of === 'input' ? 'x' : 'y'} of the data`;
    const list = isOne(parts) ? [parts] : parts;
    return allInOrder({ title, of, names, isData: true }, list as readonly BatchPart[]);
  }
}

/** One that `validationSplit` can cut in two. */
class DivisibleDataset extends OrderedDataset {
  readonly #parts: (f: (data: NamedDataset) => NamedDataset) => DivisibleDataset;

  constructor(op: string, model: AnyModel, data: NamedDataset) {
    super(op, model, data);
    this.#parts = (f) => new DivisibleDataset(op, model, f(data));
  }

  take(count: number): DivisibleDataset {
    return this.#parts((data) => data.take(count));
  }

  skip(count: number): DivisibleDataset {
    return this.#parts((data) => data.skip(count));
  }
}

function isOne(parts: BatchParts): parts is BatchPart {
  return ArrayBuffer.isView(parts.values);
}
