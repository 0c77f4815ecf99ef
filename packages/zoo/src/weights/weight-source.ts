import type { AnyModel } from '@descent/layers';
import type { CheckedFile, GivenFile } from '../files/given-file.js';

/** A model of TensorFlow.js in several files, of which is known what they hash to. */
export interface CheckedModelFiles {
  /** Path or address of its `model.json`. */
  readonly file: string | URL;
  /** 64 hexadecimal digits for each file, by its name: `{ 'model.json': '…', 'group1-shard1of1': '…' }`. */
  readonly sha256: Readonly<Record<string, string>>;
}

/**
 * Where weights are: safetensors, of ours or of PyTorch's; Keras' `.h5` or `.keras`; a LayersModel of TensorFlow.js, by its
 * `model.json` or all its files; or another model, which is left as it is. What comes from an address is kept in a cache.
 */
export type WeightSource = GivenFile | CheckedFile | CheckedModelFiles | readonly File[] | AnyModel;
