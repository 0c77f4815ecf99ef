// What the blocks of README.md take from their reader; scripts/readme-types.mjs compiles them with it.
declare const fit: typeof import('@descent/train').fit;
declare const sgd: typeof import('@descent/train').sgd;
declare const loss: typeof import('@descent/losses').meanSquaredError;
declare const trackGradientFlow: typeof import('@descent/explain').trackGradientFlow;
declare const trackTrajectory: typeof import('@descent/explain').trackTrajectory;
declare const lossSurface: typeof import('@descent/explain').lossSurface;
declare const saliency: typeof import('@descent/explain').saliency;
declare const featureMaps: typeof import('@descent/explain').featureMaps;
declare const heatMap: typeof import('@descent/explain/render').heatMap;
declare const mosaic: typeof import('@descent/explain/render').mosaic;
declare const toPng: typeof import('@descent/explain/render').toPng;
declare const toTerminal: typeof import('@descent/explain/render').toTerminal;
declare const writeFile: (path: string, bytes: Uint8Array) => Promise<void>;
declare const model: import('@descent/layers').Model;
declare const data: import('@descent/datasets').Dataset;
declare const x: import('@descent/core').Tensor;
declare const y: import('@descent/core').Tensor;
declare const picture: import('@descent/core').Tensor;
