import { flag, type Key, names, number, oneOf, text, type ValueOf, wholes } from './key.js';
import {
  activationNames,
  classificationSets,
  initializerNames,
  mostLayersInLinks,
  mostNeuronsInLinks,
  optimizerNames,
  regressionSets,
  scheduleNames,
} from './options.js';

/** The 27 keys of TensorFlow Playground's links, with its defaults. */
export const classicKeys = {
  activation: oneOf(activationNames, 'tanh'),
  regularization: oneOf(['none', 'L1', 'L2'], 'none'),
  batchSize: number(10, 1, 5000, true),
  dataset: oneOf(classificationSets, 'circle'),
  regDataset: oneOf(regressionSets, 'reg-plane'),
  learningRate: number(0.03, 0, 1000),
  regularizationRate: number(0, 0, 1000),
  noise: noiseKey(),
  networkShape: wholes([4, 2], 1, mostNeuronsInLinks, mostLayersInLinks),
  seed: seedKey(),
  showTestData: flag(false),
  discretize: flag(false),
  percTrainData: number(50, 10, 90, true),
  x: flag(true),
  y: flag(true),
  xTimesY: flag(false),
  xSquared: flag(false),
  ySquared: flag(false),
  /** Playground has these two in its links and no input for them; so have we. */
  cosX: flag(false),
  sinX: flag(false),
  cosY: flag(false),
  sinY: flag(false),
  /** Nothing is collected here. */
  collectStats: flag(false),
  tutorial: text(),
  problem: oneOf(['classification', 'regression'], 'classification'),
  initZero: flag(false),
  hideText: flag(false),
} as const;

/** What our links say besides. */
const ownKeys = {
  /** What is made small where there are classes: log loss, or half the squared error of tanh. */
  loss: oneOf(['log', 'squared'], 'log'),
  optimizer: oneOf(optimizerNames, 'sgd'),
  /** Activations of single hidden layers, in their order, where they are not `activation`. */
  layerActivations: names(activationNames),
  init: oneOf(initializerNames, 'uniform'),
  /** Which of the starts of a seed. */
  start: number(0, 0, 1e6, true),
  /** Share of the units of hidden layers that each update leaves out. */
  dropout: number(0, 0, 0.9),
  /** Normalization between the sums of a hidden layer and its activation. */
  norm: oneOf(['none', 'batch', 'layer'], 'none'),
  /** Inputs as they are, or with mean 0 and deviation 1. */
  scale: oneOf(['standard', 'raw'], 'standard'),
  /** What becomes of the learning rate, epoch by epoch. */
  schedule: oneOf(scheduleNames, 'constant'),
  /** How far points stray from where their set has them: a standard deviation. */
  move: number(0, 0, 3),
  /** Percent of the labels that are turned into the other class. */
  flip: number(0, 0, 50, true),
  speed: oneOf(['slow', 'frame', 'fast'], 'frame'),
  /** Weights, bit by bit; empty for those of the seed. */
  weights: text(),
  /** The reader's own points; empty for none. */
  points: text(),
  /** Only the playground, for pages that frame it. */
  embed: flag(false),
} as const;

/** The inputs that there are. */
const inputKeys = ['x', 'y', 'xSquared', 'ySquared', 'xTimesY', 'sinX', 'sinY'] as const;

/** What a link means for a key that it does not name, if it is one of Playground: what Playground did. */
const classicMeaning = { loss: 'squared', scale: 'raw' } as const;

export const keys = { ...classicKeys, ...ownKeys };
export type KeyName = keyof typeof keys;

/** All that the reader sets. */
export type State = { readonly [K in KeyName]: ValueOf<(typeof keys)[K]> };

export const initialState = Object.fromEntries(
  Object.entries(keys).map(([name, { initial }]) => [name, initial]),
) as unknown as State;

/** A state as the part of an address behind #: every classic key, and ours that differ. */
export function hashOf(state: State, hidden: ReadonlySet<string> = new Set()): string {
  const parts = (Object.keys(keys) as KeyName[]).flatMap((name) => {
    const key = keys[name] as Key<unknown>;
    const isTold = name in classicKeys || name in classicMeaning || state[name] !== key.initial;
    return isTold ? [`${name}=${encodeURIComponent(key.toText(state[name])).replaceAll('%2C', ',')}`] : [];
  });
  return [...parts, ...[...hidden].sort().map((name) => `${name}_hide=true`)].join('&');
}

/** What a link says: the state, the controls that it hides, and what of it means nothing here. */
export interface Link {
  readonly state: State;
  readonly hidden: ReadonlySet<string>;
  readonly unknown: readonly string[];
}

/** Reads the part of an address behind #; one of Playground as Playground does. */
export function readHash(hash: string): Link {
  const given = new Map<string, string>();
  for (const part of hash.replace(/^#/, '').split('&')) {
    const at = part.indexOf('=');
    if (at > 0) given.set(part.slice(0, at), decoded(part.slice(at + 1)));
  }
  const hidden = new Set<string>();
  const unknown: string[] = [];
  const read: Record<string, unknown> = {};
  for (const [name, value] of given) {
    if (name.endsWith('_hide')) {
      if (value === 'true') hidden.add(name.slice(0, -'_hide'.length));
    } else {
      const parsed = Object.hasOwn(keys, name)
        ? (keys[name as KeyName] as Key<unknown>).fromText(value)
        : undefined;
      if (parsed === undefined) unknown.push(name);
      else read[name] = parsed;
    }
  }
  const isClassic = Object.keys(read).some((name) => name in classicKeys) || hidden.size > 0;
  const state = { ...initialState, ...(isClassic ? classicMeaning : {}), ...read } as State;
  // A net without inputs learns nothing.
  if (!inputKeys.some((name) => state[name]))
    return { state: { ...state, x: true, y: true }, hidden, unknown };
  return { state, hidden, unknown };
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

/** Playground's rule: what is above 80 becomes 50, what is below 0 becomes 0. */
function noiseKey(): Key<number> {
  const key = number(0, 0, Number.MAX_VALUE);
  return {
    ...key,
    fromText(given) {
      const value = key.fromText(given);
      return value !== undefined && value > 80 ? 50 : value;
    },
  };
}

/** Playground's seeds are texts, mostly of five digits; any text gives a number. */
function seedKey(): Key<number> {
  return {
    initial: 1,
    toText: String,
    fromText(given) {
      if (given === '') return undefined;
      const value = Number(given);
      if (Number.isSafeInteger(value) && value >= 0) return value % 1e9;
      let hash = 7;
      for (const character of given) hash = (hash * 31 + (character.codePointAt(0) as number)) % 1e9;
      return hash;
    },
  };
}
