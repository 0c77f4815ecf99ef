import * as core from '@descent/core';
import * as layers from '@descent/layers';
import * as losses from '@descent/losses';
import * as train from '@descent/train';
import { describe, expect, it } from 'vitest';
import { counterparts, type Kind, others } from './keras-counterparts.js';
import { keras, kerasPage, kinds, namesInTable } from './keras-table.js';

/** What the rows of some kinds, and names that have no row, come to. */
function listed(rows: readonly Kind[], rest: readonly string[]): string[] {
  return [...rows.flatMap((kind) => Object.keys(counterparts[kind])), ...rest].sort();
}

describe('the table beside Keras', () => {
  it('has a row for everything that layers, losses and train export, and for nothing else', () => {
    // Some initializers have a name and options too.
    const ofLayers = new Set([...Object.keys(layers), ...Object.keys(layers.initializers)]);
    expect([...ofLayers].sort()).toEqual(listed(['layers', 'initializers', 'constraints'], others.layers));
    const named = Object.keys(layers.activations);
    const ofCore = Object.keys(counterparts.activations).filter((name) => !named.includes(name));
    expect(Object.keys(counterparts.activations).slice(0, named.length)).toEqual(named);
    expect(ofCore.filter((name) => !(name in core))).toEqual([]);
    expect(Object.keys(losses).sort()).toEqual(listed(['losses', 'metrics', 'regularizers'], others.losses));
    expect(Object.keys(train).sort()).toEqual(listed(['optimizers', 'schedules', 'callbacks'], others.train));
  });

  it.each(kinds)('speaks of %s that Keras has', (kind) => {
    expect(namesInTable(kind).filter((name) => !keras.names[kind].includes(name))).toEqual([]);
  });

  it('docs/keras.md is the page that is generated (vitest -u writes it)', async () => {
    await expect(kerasPage()).toMatchFileSnapshot('../../../docs/keras.md');
  });
});
