import { DataError } from '@descent/core';
import { checkWalk } from '../check-walk.js';
import type { BatchOptions, Dataset, Order } from '../dataset.js';
import { checkedOptions } from '../options/checked-options.js';
import * as kinds from '../options/kinds.js';
import type { ExampleData } from './example.js';
import { type ExampleForm, formKinds, stackExamples } from './stack-examples.js';

/** What a generator is told of the walk that it serves. */
export interface Walk {
  /** For a generator that shuffles itself. */
  readonly order: Order | undefined;
  /** For a generator that waits, such as for a network: pass it on. */
  readonly signal: AbortSignal | undefined;
}

/** What a stream's examples look like. */
export interface StreamForm extends Omit<ExampleForm, 'targetShape'> {
  /** Shape of one target: `[]` for class indices. Default `[0]`: no targets. */
  readonly targetShape?: ExampleForm['targetShape'];
  /** Number of examples, where it is known ahead: progress is shown with it, and it is held to. */
  readonly length?: number | undefined;
  /** Names of the classes, where targets are class indices. */
  readonly classNames?: readonly string[] | undefined;
}

/**
 * A dataset of what a generator yields, one example at a time; nothing is kept. Every walk calls `generate` anew, and
 * when it is left early the generator's `finally` runs. Examples come as they are yielded, in walks with an order too:
 * {@link shuffleExamples} mixes them. A walk that goes on from `start` has the examples before it yielded again.
 *
 * @throws DataError while it is walked through: an example of another shape or kind, or more or fewer of them than
 * `length`; what the generator throws
 * @example
 * const data = fromGenerator(
 *   function* () {
 *     for (let i = 0; i < 1000; i++) yield { x: [i / 1000], y: [Math.sin(i / 1000)] };
 *   },
 *   { inputShape: [1], targetShape: [1] },
 * );
 */
export function fromGenerator(
  generate: (walk: Walk) => Iterable<ExampleData> | AsyncIterable<ExampleData>,
  form: StreamForm,
): Dataset {
  return streamOf('fromGenerator', generate, form);
}

/** As {@link fromGenerator}; `op` is for messages. */
export function streamOf(
  op: string,
  generate: (walk: Walk) => Iterable<ExampleData> | AsyncIterable<ExampleData>,
  given: StreamForm,
): Dataset {
  checkedOptions(op, given, {
    ...formKinds,
    length: kinds.whole(0),
    classNames: kinds.classNames,
  });
  kinds.shape(op, 'inputShape', given.inputShape);
  const { targetShape = [0], length, classNames, ...form } = given;
  const stack = (examples: readonly ExampleData[], count: number) =>
    stackExamples('fromGenerator', examples, { targetShape, ...form }, count - examples.length);
  return {
    length,
    inputShape: form.inputShape,
    targetShape,
    classNames,
    async *batches(options: BatchOptions) {
      checkWalk(options);
      const { batchSize, start = 0, order, signal } = options;
      const skipped = start * batchSize;
      let held: ExampleData[] = [];
      let count = 0;
      for await (const example of generate({ order, signal })) {
        signal?.throwIfAborted();
        count++;
        if (length !== undefined && count > length) throw miscounted(`more than ${length}`, length);
        if (count <= skipped) continue;
        held.push(example);
        if (held.length < batchSize) continue;
        yield stack(held, count);
        held = [];
      }
      if (length !== undefined && count < length) throw miscounted(`only ${count}`, length);
      if (held.length > 0) yield stack(held, count);
    },
  };
}

function miscounted(came: string, length: number): DataError {
  return new DataError(`fromGenerator: length is ${length}, the generator yielded ${came} examples`, {
    fix: 'leave length out when the number is not known ahead',
  });
}
