import { describeValue } from '@descent/core';
import type { Plain, PlainConfig } from '../topology/topology.js';
import type { Conversation } from './dialect.js';
import { regularizer } from './functions.js';
import type { LayerRow } from './layer-table.js';

/** Our config of a layer, of Keras'. What is not ours is told. */
export function configFromKeras(row: LayerRow, config: PlainConfig, about: Conversation): PlainConfig {
  const ours: Record<string, Plain> = {};
  for (const { ours: name, keras, keras2 = keras, fallback, fallback2, conversion } of row.options) {
    const given = config[about.dialect === 2 && config[keras2] !== undefined ? keras2 : keras];
    if (given === undefined) {
      if (about.dialect === 2 && fallback2 !== undefined) ours[name] = fallback2;
      else if (fallback === undefined) about.missing(`it has no ${keras}`);
      continue;
    }
    const value = conversion.fromKeras(given, about);
    if (sameData(value, fallback)) continue;
    // Of Keras, nothing is 'not given'; only the axis of a normalization may be none.
    if (value === null && fallback !== -1) continue;
    ours[name] = value;
  }
  for (const [name, values] of Object.entries(row.only)) {
    const given = config[name];
    if (given === undefined || values.some((value) => sameData(value, given))) continue;
    about.missing(`${name} ${describeValue(given)}`);
  }
  if (config.activity_regularizer !== undefined && config.activity_regularizer !== null) {
    ours.activityRegularizer = regularizer.fromKeras(config.activity_regularizer, about);
  }
  return ours;
}

function sameData(a: Plain | undefined, b: Plain | undefined): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
