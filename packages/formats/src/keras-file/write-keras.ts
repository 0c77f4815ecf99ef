import type { Variable } from '@descent/core';
import type { AnyModel, Parameter } from '@descent/layers';
import type { Optimizer } from '@descent/train';
import { zipSync } from 'fflate';
import { type Hdf5Array, type Hdf5Content, writeHdf5 } from '../hdf5/write-hdf5.js';
import { toKerasConfig } from '../keras/index.js';
import { optimizerCells } from './optimizer-cells.js';
import { type KerasOptimizer, optimizerToKeras } from './optimizer-to-keras.js';
import { type StoredGroup, storedGroups } from './stored-groups.js';

/** Options of {@link writeKeras}. */
export interface WriteKerasOptions {
  /** Goes into the file with all that it remembers: training goes on in Keras where it stopped here. */
  readonly optimizer?: Optimizer;
}

/** The version of Keras whose files these are. */
const kerasVersion = '3.15.1';

/**
 * A model as a `.keras` file of Keras 3: `keras.models.load_model('model.keras')` reads it, on any of its backends.
 * Weights are the same to the bit.
 *
 * @param options - `optimizer`: with its state. The loss is the caller's: `model.compile(model.optimizer, loss)`
 * @returns the bytes of the file
 * @throws FormatError E_UNSUPPORTED listing everything that Keras does not have
 * @example await writeFile('model.keras', await writeKeras(model, { optimizer }))
 */
export async function writeKeras(
  model: AnyModel,
  { optimizer }: WriteKerasOptions = {},
): Promise<Uint8Array<ArrayBuffer>> {
  const config = toKerasConfig(model);
  const groups = storedGroups(config, model);
  const kept = optimizer && optimizerToKeras(optimizer);
  const compileConfig = kept && {
    optimizer: kept.json,
    ...{ loss: null, loss_weights: null, metrics: null, weighted_metrics: null },
    ...{ run_eagerly: false, steps_per_execution: 1, jit_compile: 'auto' },
  };
  const members = await weightsOf(groups);
  if (optimizer && kept) members.set('optimizer', await stateOf(optimizer, kept, groups, model));
  const text = JSON.stringify({ ...config, compile_config: compileConfig ?? null });
  const metadata = { keras_version: kerasVersion, date_saved: savedAt(new Date()) };
  const encoder = new TextEncoder();
  return zipSync(
    {
      'metadata.json': encoder.encode(JSON.stringify(metadata)),
      // Keras takes no whole number for a rate.
      'config.json': encoder.encode(text.replaceAll(/("learning_rate":\d+)(?=[,}])/g, '$1.0')),
      'model.weights.h5': writeHdf5({ members }),
    },
    { level: 0 },
  ) as Uint8Array<ArrayBuffer>;
}

type Members = Map<string, Hdf5Content | Hdf5Array>;

async function weightsOf(groups: readonly StoredGroup[]): Promise<Members> {
  const root: Members = new Map();
  for (const { path, name, weights } of groups) {
    const arrays = await Promise.all(
      weights.map(async ({ parameter, shape }, i) => {
        const values = parameter ? await valuesOf(parameter) : Int32Array.of(0);
        return [String(i), { shape, values }] as const;
      }),
    );
    const group = path === '' ? root : groupAt(root, path.split('/'));
    group.set('vars', { texts: { name }, members: new Map(arrays) });
  }
  return root;
}

/** Goes into a group, which is made where it is not there. */
function groupAt(root: Members, names: readonly string[]): Members {
  return names.reduce((members, name) => {
    const there = members.get(name) as Hdf5Content | undefined;
    if (there) return there.members as Members;
    const made: Members = new Map();
    members.set(name, { members: made });
    return made;
  }, root);
}

async function stateOf(
  optimizer: Optimizer,
  { row, json }: KerasOptimizer,
  groups: readonly StoredGroup[],
  model: AnyModel,
): Promise<Hdf5Content> {
  const parameters = trainedParameters(groups, model);
  // Of what it has not seen it remembers what it would begin with.
  optimizer.prepare(parameters);
  const cells = optimizerCells(optimizer, row, parameters);
  const state = await Promise.all(
    cells.map(async ([cell]) => ({
      shape: (cell as Variable).shape,
      values: await valuesOf(cell as Variable),
    })),
  );
  const all: readonly Hdf5Array[] = [
    { shape: [], values: (await optimizer.step.value.data()) as Int32Array },
    { shape: [], values: Float32Array.of(optimizer.learningRate) },
    ...state,
  ];
  const { name } = json.config as { readonly name: string };
  const vars = { texts: { name }, members: new Map(all.map((array, i) => [String(i), array])) };
  return { members: new Map([['vars', vars]]) };
}

/** The parameters that an optimizer changes, in Keras' order. */
export function trainedParameters(groups: readonly StoredGroup[], model: AnyModel): readonly Parameter[] {
  const trainable = new Set(model.trainableParameters);
  const all = groups.flatMap(({ weights }) => weights.map(({ parameter }) => parameter));
  return [...new Set(all)].filter(
    (parameter) => parameter !== undefined && trainable.has(parameter),
  ) as Parameter[];
}

async function valuesOf(variable: Variable): Promise<Float32Array> {
  return (await variable.value.data()) as Float32Array;
}

/** `2026-11-28@21:24:08`. */
function savedAt(date: Date): string {
  return date.toISOString().slice(0, 19).replace('T', '@');
}
