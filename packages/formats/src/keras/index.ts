/**
 * Keras' JSON, both dialects, and the order of Keras' weights. What reads and writes files of Keras is made of this:
 *
 * - `fromKerasConfig(json, { file, customLayers, inputShape, maxParameters })`: a model, all parameters 0, of
 *   `{ class_name, config, … }` of either dialect. Give `maxParameters`, how many numbers the file's weights hold, so that
 *   no file of a few bytes takes memory for a layer of a billion units. Parse the text with `parseJson(file, text)`.
 * - `toKerasConfig(model, { dialect })`: the JSON of a model. 3 (default) is that of `config.json` in `.keras` files
 *   (the root's `compile_config` is the caller's), 2 that of TensorFlow.js.
 * - `kerasWeights(layer)`: a layer's weights in Keras' order with our parameters, and the group inside the layer's own
 *   where Keras 3 keeps them. A model (`isModel`) has `layers` instead; a wrapper's are in `layer.inner`.
 * - `layer-table.ts` has one row for each layer: kind and class, options and their names.
 *
 * - `kerasLayerOrder(model)`: the layers of a model in the order of Keras' `model.layers`, which numbers the groups of its
 *   HDF5 files; inputs are no layers here.
 */
export { type FromKerasOptions, fromKerasConfig } from './from-keras-config.js';
export { type KerasWeight, kerasWeights } from './keras-weights.js';
export { kerasLayerOrder } from './layer-order.js';
export { type ToKerasOptions, toKerasConfig } from './to-keras.js';
