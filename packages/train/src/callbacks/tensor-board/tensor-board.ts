import { checkOptions, checkWhole, describeValue, ValueError } from '@descent/core';
import type { EpochLogs, TrainingPosition } from '../../history.js';
import { validationName } from '../../validation-name.js';
import type { Callback, Training } from '../callback.js';
import type { SummaryValue } from './event.js';
import { EventFile } from './event-file.js';
import { histogramOf } from './histogram.js';

/** Options of {@link tensorBoard}. */
export interface TensorBoardOptions {
  /** Also the numbers after every so many batches, means of the epoch so far. Default: none. */
  readonly everyBatches?: number;
  /** Also histograms of the parameters after every so many epochs. Default: none. */
  readonly histogramsEvery?: number;
}

/** The files of a run. */
interface Files {
  readonly train: EventFile;
  readonly validation: EventFile;
}

/**
 * Writes what TensorBoard shows: curves of the loss, the metrics and the learning rate, in the runs `train` and
 * `validation` of a directory, by Keras' names: `epoch_loss`, `batch_loss`, `dense/kernel/histogram`. Each run of `fit`
 * has files of its own. They are written when an epoch ends, and every second while it goes on.
 *
 * @param directory - is made when it is not there; for `tensorboard --logdir runs` a folder below `runs`
 * @throws ValueError for options out of range
 * @throws DataError E_IO from `fit`, where the directory cannot be written to, and in a browser
 * @see Keras' `TensorBoard`
 * @example fit(model, train, { …, validation, callbacks: [tensorBoard('runs/first', { histogramsEvery: 1 })] })
 */
export function tensorBoard(directory: string, options: TensorBoardOptions = {}): Callback {
  const names = ['everyBatches', 'histogramsEvery'] as const;
  const { everyBatches, histogramsEvery } = checkOptions('tensorBoard', options, names);
  if (typeof directory !== 'string' || directory === '') {
    throw new ValueError(`tensorBoard: expects a directory, got ${describeValue(directory)}`, {
      fix: "for example tensorBoard('runs/first')",
    });
  }
  if (everyBatches !== undefined) checkWhole('tensorBoard', 'everyBatches', everyBatches);
  if (histogramsEvery !== undefined) checkWhole('tensorBoard', 'histogramsEvery', histogramsEvery);
  let files: Files | undefined;
  let stepCount = 0;

  function onBatchEnd({ epoch, batch }: TrainingPosition, logs: EpochLogs, training: Training): void {
    stepCount++;
    const step = training.batchCount === undefined ? stepCount : epoch * training.batchCount + batch;
    if (step % (everyBatches as number) === 0) files?.train.add(step, scalars('batch', logs));
  }

  return {
    async onTrainBegin() {
      const { LogFile } = await import('#log-file');
      const name = `events.out.tfevents.${Math.floor(Date.now() / 1000)}.descent.${crypto.randomUUID()}`;
      const open = (run: string) => new EventFile(new LogFile('tensorBoard', `${directory}/${run}/${name}`));
      files = { train: open('train'), validation: open('validation') };
      stepCount = 0;
    },
    ...(everyBatches !== undefined && { onBatchEnd, readsLogsOnly: true }),
    async onEpochEnd(epoch, logs, { model, optimizer, reported }) {
      const isOfValidation = new Map(reported.map((name) => [validationName(name), name]));
      const [train, validation]: [Record<string, number>, Record<string, number>] = [{}, {}];
      for (const [name, value] of Object.entries(logs)) {
        const measured = isOfValidation.get(name);
        if (measured === undefined) train[name] = value;
        else validation[measured] = value;
      }
      const learningRate = await optimizer.readLearningRate();
      files?.train.add(epoch, scalars('epoch', { ...train, learning_rate: learningRate }));
      files?.validation.add(epoch, scalars('epoch', validation));
      if (histogramsEvery !== undefined && (epoch + 1) % histogramsEvery === 0) {
        files?.train.add(epoch, await histograms(model.namedParameters));
      }
      files?.train.flush();
      files?.validation.flush();
    },
    onTrainEnd() {
      files?.train.flush();
    },
    dispose() {
      try {
        files?.train.flush();
      } catch {
        // Training has failed already, by the error that is on its way.
      }
      files = undefined;
    },
  };
}

function scalars(kind: 'epoch' | 'batch', logs: EpochLogs): SummaryValue[] {
  return Object.entries(logs).map(([name, value]) => ({ tag: `${kind}_${name}`, value }));
}

async function histograms(parameters: Training['model']['namedParameters']): Promise<SummaryValue[]> {
  const found: SummaryValue[] = [];
  for (const [name, { value }] of parameters) {
    const histogram = histogramOf(await value.data());
    if (histogram) found.push({ tag: `${name}/histogram`, value: histogram });
  }
  return found;
}
