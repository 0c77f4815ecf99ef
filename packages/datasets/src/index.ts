export { ArrayDataset, type SplitOptions } from './array-dataset.js';
export { type Augmenter, augment } from './augmentation/augment.js';
export type {
  Augmentation,
  BatchAugmentation,
  Frame,
  GeometricAugmentation,
  ImageBatch,
  PixelAugmentation,
  ResamplingOptions,
} from './augmentation/augmentation.js';
export { type AugmentedOptions, augmented } from './augmentation/augmented.js';
export { autoContrast } from './augmentation/auto-contrast.js';
export { centerCrop } from './augmentation/center-crop.js';
export { cutMix } from './augmentation/cut-mix.js';
export { cutout } from './augmentation/cutout.js';
export type { Factor, Range } from './augmentation/factor.js';
export { mixUp } from './augmentation/mix-up.js';
export type { MixingOptions } from './augmentation/mixing.js';
export type { PerImage } from './augmentation/per-image.js';
export { garments, photos, radiographs } from './augmentation/policies.js';
export { posterize } from './augmentation/posterize.js';
export { type PreviewOptions, previewSheet } from './augmentation/preview-sheet.js';
export type { Projection } from './augmentation/projection.js';
export { type RandAugmentOptions, randAugment } from './augmentation/rand-augment.js';
export { randomApply } from './augmentation/random-apply.js';
export { type BlurOptions, randomBlur } from './augmentation/random-blur.js';
export { randomBrightness } from './augmentation/random-brightness.js';
export { randomContrast } from './augmentation/random-contrast.js';
export { randomCrop } from './augmentation/random-crop.js';
export { type ErasingOptions, randomErasing } from './augmentation/random-erasing.js';
export { type FlipDirection, randomFlip } from './augmentation/random-flip.js';
export { randomGamma } from './augmentation/random-gamma.js';
export { randomHue } from './augmentation/random-hue.js';
export { randomNoise } from './augmentation/random-noise.js';
export { randomPerspective } from './augmentation/random-perspective.js';
export { type ResizedCropOptions, randomResizedCrop } from './augmentation/random-resized-crop.js';
export { randomRotation } from './augmentation/random-rotation.js';
export { randomSaturation } from './augmentation/random-saturation.js';
export { randomSharpness } from './augmentation/random-sharpness.js';
export { randomShear } from './augmentation/random-shear.js';
export { randomTranslation } from './augmentation/random-translation.js';
export { randomZoom, type ZoomOptions } from './augmentation/random-zoom.js';
export { solarize } from './augmentation/solarize.js';
export type { ValueRangeOptions } from './augmentation/value-range.js';
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
export {
  type ClassCount,
  type Description,
  describeDataset,
  showDescription,
  type ValueSummary,
} from './describe-dataset.js';
export { cacheExamples } from './examples/cache-examples.js';
export { type CollectOptions, collectExamples } from './examples/collect-examples.js';
export type { Example, ExampleData, ExampleValues, Place } from './examples/example.js';
export { filterExamples } from './examples/filter-examples.js';
export { fromGenerator, type StreamForm, type Walk } from './examples/from-generator.js';
export { fromIterable } from './examples/from-iterable.js';
export { type MappedShapes, mapBatches } from './examples/map-batches.js';
export { mapExamples } from './examples/map-examples.js';
export { prefetchBatches } from './examples/prefetch-batches.js';
export { repeatExamples } from './examples/repeat-examples.js';
export { type ShuffleOptions, shuffleExamples } from './examples/shuffle-examples.js';
export { skipExamples } from './examples/skip-examples.js';
export { type SplitExamplesOptions, splitExamples } from './examples/split-examples.js';
export type { ExampleForm } from './examples/stack-examples.js';
export { takeExamples } from './examples/take-examples.js';
export { zipExamples } from './examples/zip-examples.js';
export { fashionMnistClasses } from './fashion-mnist/class-names.js';
export { type FashionMnist, type FashionMnistOptions, fashionMnist } from './fashion-mnist/fashion-mnist.js';
export type { FileBytes } from './formats/file-bytes.js';
export { type IdxArray, writeIdx } from './formats/idx.js';
export { type IdxOptions, readIdx } from './formats/read-idx.js';
export { type ArrayData, datasetOf, fromArrays, type InputData } from './from-arrays.js';
export { fromNamedArrays, type NamedArrayData } from './from-named-arrays.js';
export { NamedDataset } from './named-dataset.js';
export type { Part, PartData } from './part.js';
export type { Sheet } from './sheet.js';
export type { DownloadProgress } from './sources/transfer.js';
export { type GroupKey, type GroupSplitOptions, splitByGroup } from './split-by-group.js';
export { type BlobOptions, makeBlobs } from './toys/make-blobs.js';
export { type CheckerboardOptions, makeCheckerboard } from './toys/make-checkerboard.js';
export { makeCircle } from './toys/make-circle.js';
export { makeGauss } from './toys/make-gauss.js';
export { makeLinear } from './toys/make-linear.js';
export { makeMoons } from './toys/make-moons.js';
export { makeSine } from './toys/make-sine.js';
export { makeSpiral } from './toys/make-spiral.js';
export { makeXor } from './toys/make-xor.js';
export type { ToyOptions } from './toys/toy-options.js';
