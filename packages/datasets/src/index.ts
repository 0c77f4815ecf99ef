export { ArrayDataset, type SplitOptions } from './array-dataset.js';
export type {
  Batch,
  BatchOptions,
  BatchPart,
  BatchParts,
  Dataset,
  Named,
  Order,
  PartShapes,
} from './dataset.js';
export { fashionMnistClasses } from './fashion-mnist/class-names.js';
export { type FashionMnist, type FashionMnistOptions, fashionMnist } from './fashion-mnist/fashion-mnist.js';
export { type IdxArray, readIdx, writeIdx } from './formats/idx.js';
export { type ArrayData, datasetOf, fromArrays, type InputData } from './from-arrays.js';
export { fromNamedArrays, type NamedArrayData } from './from-named-arrays.js';
export { NamedDataset } from './named-dataset.js';
export type { Part, PartData } from './part.js';
export type { DownloadProgress } from './sources/download.js';
