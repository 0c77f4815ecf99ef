import { FormatError } from '@descent/core';
import type { Optimizer } from '@descent/train';
import type { PlainConfig } from '../topology/topology.js';
import { commonNames, type OptimizerRow, optimizerTable } from './optimizer-table.js';

/** Keras' JSON of an optimizer, and its row of the table. */
export interface KerasOptimizer {
  readonly row: OptimizerRow;
  readonly json: PlainConfig;
}

/**
 * An optimizer as Keras' JSON.
 * @throws FormatError E_UNSUPPORTED for optimizers of your own, schedules and `accumulate`
 */
export function optimizerToKeras(optimizer: Optimizer): KerasOptimizer {
  const { name, settings, schedule } = optimizer;
  const row = optimizerTable.find((each) => each.name === name);
  if (!row) throw unsupported(`Keras has no optimizer ${name}`, 'train on with one of Keras: adam()');
  if (schedule) {
    throw unsupported(
      `${name}: its learning rate follows a schedule, which is code`,
      `save with a number: ${name}({ learningRate: await optimizer.readLearningRate() })`,
    );
  }
  if (settings.accumulate !== 1)
    throw unsupported(`${name}: accumulate counts steps otherwise than Keras`, 'train without accumulate');
  const own = Object.entries(row.options).map(([ours, keras]) => [keras, settings[ours]]);
  const common = Object.entries(commonNames).map(([ours, keras]) => [keras, settings[ours] || null]);
  const ema = settings.ema as { decay: number; every?: number } | undefined;
  return {
    row,
    json: {
      module: 'keras.optimizers',
      class_name: row.keras,
      config: {
        name: row.keras.toLowerCase(),
        learning_rate: optimizer.learningRate,
        ...Object.fromEntries(common),
        use_ema: ema !== undefined,
        ema_momentum: ema?.decay ?? 0.99,
        ema_overwrite_frequency: ema?.every ?? null,
        loss_scale_factor: null,
        gradient_accumulation_steps: null,
        ...Object.fromEntries(own),
      },
      registered_name: null,
    },
  };
}

function unsupported(problem: string, fix: string): FormatError {
  return new FormatError(problem, { code: 'E_UNSUPPORTED', fix });
}
