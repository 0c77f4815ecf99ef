// What the blocks of README.md take from their reader; scripts/readme-types.mjs compiles them with it.
declare const adam: typeof import('@descent/train').adam;
declare const crossEntropyFromLogits: typeof import('@descent/losses').crossEntropyFromLogits;
declare const fit: typeof import('@descent/train').fit;
declare const readFile: (path: string) => Promise<Uint8Array>;
declare const writeFile: (path: string, bytes: Uint8Array) => Promise<void>;
declare const model: import('@descent/layers').Model;
declare const train: import('@descent/datasets').Dataset;
declare const images: import('@descent/core').Tensor;
declare const masks: import('@descent/core').Tensor;
declare const boxes: import('@descent/core').Tensor;
declare function readPhotos(options: {
  signal: AbortSignal | undefined;
}): AsyncIterable<{ pixels: Float32Array; label: number }>;
type Batch = import('@descent/datasets').Batch;
