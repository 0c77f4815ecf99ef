import { describeValue } from '@descent/core';
import type { Plain, PlainConfig } from '../topology/topology.js';
import type { Conversation } from './dialect.js';
import { regularizer } from './functions.js';
import type { LayerRow } from './layer-table.js';

/** Keras' config of a layer, of ours, all options written down. */
export function configToKeras(row: LayerRow, config: PlainConfig, about: Conversation): PlainConfig {
  const keras: Record<string, Plain> = {};
  for (const each of row.options) {
    const { ours, keras: name3, keras2 = name3, fallback = null, conversion, isNotInTfjs } = each;
    const given = config[ours];
    if (about.dialect === 2 && isNotInTfjs) {
      if (given !== undefined && JSON.stringify(given) !== JSON.stringify(fallback)) {
        about.missing(`${ours} ${describeValue(given)}`);
      }
      continue;
    }
    keras[about.dialect === 2 ? keras2 : name3] = conversion.toKeras(given ?? fallback, about);
    // The axis of a normalization may be none.
    if (given === null) keras[name3] = null;
  }
  if (keras.pool_size !== undefined && keras.strides === null) keras.strides = keras.pool_size as Plain;
  // Along one axis only convolutions and pools can be told where the channels are.
  if (row.only.data_format && (/conv|pool/i.test(row.kind) || !row.kind.endsWith('1d'))) {
    keras.data_format = 'channels_last';
  }
  // Keras takes given means and variances of one shape.
  if (Array.isArray(keras.variance) && typeof keras.mean === 'number')
    keras.mean = keras.variance.map(() => keras.mean as Plain);
  if (Array.isArray(keras.mean) && typeof keras.variance === 'number')
    keras.variance = keras.mean.map(() => keras.variance as Plain);
  const activity = config.activityRegularizer;
  if (activity !== undefined) keras.activity_regularizer = regularizer.toKeras(activity, about);
  if (row.kind === 'gru' && about.dialect === 2 && keras.reset_after !== false) {
    about.missing('resetAfter: true');
  }
  return keras;
}
