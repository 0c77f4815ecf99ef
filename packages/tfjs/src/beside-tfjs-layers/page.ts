import { activations } from '@descent/layers';
import { counterparts, markdownTable } from '@descent/testing';
import { version_layers as version } from '@tensorflow/tfjs-layers';
import { activationRows } from './activations.js';
import type { Comparison, Kind } from './comparison.js';
import { initializerRows } from './initializers.js';
import { lossRows } from './losses.js';
import { metricRows } from './metrics.js';
import { optimizerRows } from './optimizers.js';
import { plainRows } from './plain-layers.js';
import { sequenceRows } from './sequence-layers.js';
import { spatialRows } from './spatial-layers.js';
import { constraintRows, regularizerRows } from './treatments.js';

/** All comparisons, by kind. */
export const comparisons: Readonly<Record<Kind, readonly Comparison[]>> = {
  layers: [...plainRows, ...spatialRows, ...sequenceRows],
  activations: activationRows,
  losses: lossRows,
  metrics: metricRows,
  optimizers: optimizerRows,
  initializers: initializerRows,
  regularizers: regularizerRows,
  constraints: constraintRows,
};

/** What tfjs-layers has and Descent has not, or has in another way. */
export const onlyTheirs: Readonly<Record<Kind, Readonly<Record<string, string>>>> = {
  layers: {
    input: '`input(shape)`',
    inputLayer: '`input(shape)`',
    thresholdedReLU: '`activation((x) => threshold(x, theta, 0))`',
    'rnn simpleRNNCell lstmCell gruCell stackedRNNCells': '',
    'convLstm2d convLstm2dCell': '',
    masking: '',
    categoryEncoding: '`oneHot`, of the data',
    'centerCrop resizing randomWidth': '`augment`, of the data',
  },
  activations: {},
  losses: { categoricalHinge: '', meanSquaredLogarithmicError: '' },
  metrics: {
    'MAPE MSE binaryCrossentropy categoricalCrossentropy cosineProximity mape meanAbsoluteError meanAbsolutePercentageError meanSquaredError mse':
      'losses are metrics too',
  },
  optimizers: {},
  initializers: {},
  regularizers: {},
  constraints: {},
};

/** What Descent has of a kind. */
function allOfOurs(kind: Kind): string[] {
  return Object.keys(kind === 'activations' ? activations : counterparts[kind]);
}

/**
 * The page that sets Descent beside tfjs-layers: docs/tensorflow-js.md.
 * @example besidePage().includes('| `dense` ') // true
 */
export function besidePage(): string {
  return `---

title: Coming from TensorFlow.js
description: What Descent calls what tfjs-layers ${version} has, and where the two differ.
---

A program of TensorFlow.js runs on Descent's kernels as it is: \`import '@descent/tfjs/register'\`. This page is for those
who write it anew. Layers, losses and optimizers of both were given the same weights and inputs, and their outputs,
gradients and steps compared; what is not named below agrees to 1e-5. Where they differ Descent gives what Keras 3
gives, to which goldens hold it; tests hold every difference to be there.

Everywhere:

- Layers take numbers in their order: \`dense(10, { activation: 'relu' })\` for \`dense({ units: 10, activation: 'relu' })\`.
- Losses and metrics take predictions first, then targets; tfjs-layers takes targets first.
- Shapes leave the batch axis out, and there is no masking.
- Nothing is disposed of by hand: \`fit\`, \`evaluate\` and \`predict\` free what they make.

<!-- Written by packages/tfjs/src/beside-tfjs-layers/beside-tfjs-layers.test.ts, from the comparisons beside it. -->
${(Object.keys(comparisons) as Kind[]).map(section).join('')}`;
}

function section(kind: Kind): string {
  const rows = new Map<string, { names: readonly [string, string]; differs: Set<string> }>();
  for (const { ours, theirs, differs } of comparisons[kind]) {
    const key = `${ours} ${theirs}`;
    const row = rows.get(key) ?? { names: [ours, theirs], differs: new Set() };
    if (differs) row.differs.add(differs);
    rows.set(key, row);
  }
  const both = [...rows.values()].map(({ names, differs }) => [
    ...names.map(code),
    [...differs].map(sentenceCase).join('. '),
  ]);
  const theirs = Object.entries(onlyTheirs[kind]).map(([names, how]) => [
    '—',
    names.split(' ').map(code).join(', '),
    how,
  ]);
  const known = new Set(comparisons[kind].map(({ ours }) => ours));
  const missing = allOfOurs(kind).filter((name) => !known.has(name));
  return `
## ${sentenceCase(kind)}

${markdownTable(['Descent', `tfjs-layers ${version}`, 'what differs there'], [...both, ...theirs])}
${missing.length > 0 ? `\ntfjs-layers has none of these: ${missing.map(code).join(', ')}.\n` : ''}`;
}

function code(name: string): string {
  return `\`${name}\``;
}

function sentenceCase(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}
