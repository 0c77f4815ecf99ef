import { FormatError, sameShape, showShape } from '@descent/core';
import type { EpochLogs, StopReason, TrainingPosition } from '../history.js';
import { checkSeal, noChecksum, seal } from './checksum.js';
import { parseExactly, stringifyExactly } from './exact-json.js';
import { decodeSafetensors, encodeSafetensors, type NamedArray } from './safetensors.js';

/** What has to be the same when training goes on. */
export interface TrainingFacts {
  readonly optimizer: string;
  readonly seed: number;
  readonly batchSize: number;
  readonly shuffle: boolean;
  /** Number of examples, where it is known. */
  readonly length: number | undefined;
  readonly inputShape: readonly number[];
  readonly targetShape: readonly number[];
}

/** All that training needs to go on as if it had never stopped. */
export interface TrainingState {
  readonly facts: TrainingFacts;
  readonly position: TrainingPosition;
  readonly epochs: readonly EpochLogs[];
  readonly bestEpoch: number | undefined;
  /** Undefined while training is under way. */
  readonly stopped: StopReason | undefined;
  /** Undefined where a schedule gives it. */
  readonly learningRate: number | undefined;
  /** Sums of the numbers of an epoch that is under way. */
  readonly totals: unknown;
  /** What callbacks remember, by their names. */
  readonly callbacks: Readonly<Record<string, unknown>>;
  /** Parameters of the model, state of the optimizer, the count of random draws, arrays of callbacks. */
  readonly arrays: ReadonlyMap<string, NamedArray>;
}

/** Names of callbacks' arrays begin so. */
export const callbackPrefix = 'callbacks/';

const format = 'descent checkpoint';

/** Changes when older code could not read what is written. */
const version = 1;

/** A checkpoint file: safetensors, sealed by a checksum. */
export async function encodeState({ arrays, ...rest }: TrainingState): Promise<Uint8Array> {
  const metadata = { format, version: String(version), sha256: noChecksum, training: stringifyExactly(rest) };
  const bytes = encodeSafetensors({ arrays, metadata });
  await seal(bytes);
  return bytes;
}

/**
 * Reads a checkpoint file.
 * @throws FormatError for a file that is damaged or none of this kind, E_VERSION for one of a newer version
 */
export async function decodeState(bytes: Uint8Array): Promise<TrainingState> {
  const { arrays, metadata } = decodeSafetensors(bytes);
  if (metadata.format !== format) throw new FormatError('checkpoint: the file is none of this kind');
  await checkSeal(bytes, metadata.sha256 ?? '');
  if (metadata.version !== String(version)) {
    throw new FormatError(
      `checkpoint: it is of version ${metadata.version}, this code reads version ${version}`,
      {
        code: 'E_VERSION',
        fix: 'install the version of @descent/train that wrote it, or a newer one',
      },
    );
  }
  return { ...(parseExactly(metadata.training as string) as TrainingState), arrays };
}

/**
 * Checks that a checkpoint belongs to a training.
 * @throws FormatError E_MISMATCH naming what differs
 */
export function checkBelongs(
  state: TrainingState,
  here: { readonly facts: TrainingFacts; readonly arrays: ReadonlyMap<string, Pick<NamedArray, 'shape'>> },
): void {
  const differences = Object.entries(here.facts).flatMap(([name, value]) => {
    const there = state.facts[name as keyof TrainingFacts];
    return stringifyExactly(there) === stringifyExactly(value)
      ? []
      : [`${name} is ${stringifyExactly(there)}, here ${stringifyExactly(value)}`];
  });
  for (const [name, { shape }] of here.arrays) {
    const there = state.arrays.get(name);
    if (!there) differences.push(`it has no ${name}`);
    else if (!sameShape(there.shape, shape)) {
      differences.push(`${name} is ${showShape(there.shape)}, here ${showShape(shape)}`);
    }
  }
  for (const name of state.arrays.keys()) {
    if (!here.arrays.has(name) && !name.startsWith(callbackPrefix)) differences.push(`here is no ${name}`);
  }
  if (differences.length === 0) return;
  const more = differences.length > 3 ? `; and ${differences.length - 3} more` : '';
  throw new FormatError(
    `checkpoint: it is of another training: ${differences.slice(0, 3).join('; ')}${more}`,
    { code: 'E_MISMATCH', fix: 'use the same model, data and options, or another place for checkpoints' },
  );
}
