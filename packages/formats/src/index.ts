export { type ReadDescentOptions, readDescent, writeDescent } from './descent/descent.js';
export { type FromKerasOptions, fromKerasConfig, type ToKerasOptions, toKerasConfig } from './keras/index.js';
export {
  type KerasFile,
  type ReadKerasOptions,
  readKeras,
} from './keras-file/read-keras.js';
export { loadKerasWeights, readKerasH5 } from './keras-file/read-keras-h5.js';
export { type WriteKerasOptions, writeKeras } from './keras-file/write-keras.js';
export { type LoadModelOptions, loadModel, type ModelSource } from './load-model.js';
export type { SafetensorsDtype, TensorValues } from './safetensors/dtypes.js';
export {
  type FileOptions,
  readSafetensors,
  type SafeTensor,
  type Safetensors,
  writeSafetensors,
} from './safetensors/safetensors.js';
export { saveModel } from './save-model.js';
export type { TfjsArtifacts, TfjsHandler, TfjsWeightSpec } from './tfjs/artifacts.js';
export { type ReadTfjsOptions, readTfjsModel, type TfjsSource } from './tfjs/read-tfjs-model.js';
export {
  type TfjsDestination,
  tfjsArtifacts,
  tfjsFiles,
  writeTfjsModel,
} from './tfjs/write-tfjs-model.js';
export type { CustomLayers, CustomOptions } from './topology/build-model.js';
export type { CustomFunctions } from './topology/describe-config.js';
export type { DescribeOptions } from './topology/describe-model.js';
