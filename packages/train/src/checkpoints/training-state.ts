import { FormatError, sameShape, showShape } from '@descent/core';
import type { EpochLogs, StopReason, TrainingPosition } from '../history.js';
import { checkSeal, noChecksum, seal } from './checksum.js';
import { parseExactly, stringifyExactly } from './exact-json.js';
import { decodeSafetensors, encodeSafetensors, type NamedArray } from './safetensors.js';
import { type AcceptableFact, acceptable, differingFacts, type TrainingFacts } from './training-facts.js';

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

/** A training that a checkpoint is compared with. */
export interface TrainingHere {
  readonly facts: TrainingFacts;
  readonly arrays: ReadonlyMap<string, Pick<NamedArray, 'shape'>>;
  /** Facts that may differ. */
  readonly accepted: readonly AcceptableFact[];
}

/**
 * Checks that a checkpoint belongs to a training.
 * @returns the accepted facts that differ
 * @throws FormatError E_MISMATCH naming what differs
 */
export function checkBelongs(
  state: TrainingState,
  { facts, arrays, accepted }: TrainingHere,
): ReadonlySet<string> {
  const differing = differingFacts(state.facts, facts);
  const isAccepted = (fact: string): boolean =>
    (accepted as readonly string[]).includes(fact === 'length' ? 'data' : fact);
  const problems = [
    ...differing.filter(({ fact }) => !isAccepted(fact)),
    ...differingArrays(state, arrays).map((text) => ({ fact: 'arrays', text })),
  ];
  if (problems.length === 0) return new Set(differing.map(({ fact }) => fact));
  const more = problems.length > 3 ? `; and ${problems.length - 3} more` : '';
  const texts = problems.slice(0, 3).map(({ text }) => text);
  throw new FormatError(`checkpoint: it is of another training: ${texts.join('; ')}${more}`, {
    code: 'E_MISMATCH',
    fix: remedy(problems.map(({ fact }) => fact)),
  });
}

/** Names and shapes that differ; the rate's own cell says no more than its fact. */
function differingArrays(state: TrainingState, arrays: TrainingHere['arrays']): string[] {
  const isOfRate = (name: string): boolean =>
    state.facts.learningRate !== undefined && name === rateCell(state.facts.optimizer);
  const found: string[] = [];
  for (const [name, { shape }] of arrays) {
    const there = state.arrays.get(name);
    if (!there) found.push(...(isOfRate(name) ? [] : [`it has no ${name}`]));
    else if (!sameShape(there.shape, shape)) {
      found.push(`${name} is ${showShape(there.shape)}, here ${showShape(shape)}`);
    }
  }
  for (const name of state.arrays.keys()) {
    if (!arrays.has(name) && !name.startsWith(callbackPrefix) && !isOfRate(name))
      found.push(`here is no ${name}`);
  }
  return found;
}

/** The name of an optimizer's rate among the arrays, where it has one of its own. */
export function rateCell(optimizer: string): string {
  return `optimizer/${optimizer}/learningRate`;
}

function remedy(facts: readonly string[]): string {
  const names = acceptable.filter((name) => facts.includes(name));
  if (facts.some((fact) => !(acceptable as readonly string[]).includes(fact))) {
    return 'use the same model, data and options, or another place for checkpoints';
  }
  const list = names.map((name) => `'${name}'`).join(', ');
  return `use the same, or another place for checkpoints; to go on with what is here: checkpoints(…, { accept: [${list}] })`;
}
