export {
  type CatsVsDogs,
  type CatsVsDogsHubOptions,
  type CatsVsDogsOfHub,
  type CatsVsDogsOptions,
  catsVsDogs,
} from '../cats-vs-dogs/cats-vs-dogs.js';
export type { HubPictures } from '../cats-vs-dogs/pictures-of-hub.js';
export type { HubOptions } from '../hub/open-hub.js';
export { type BadFile, showBadFiles } from './bad-file.js';
export { type ContactSheetOptions, contactSheet } from './contact-sheet.js';
export { type DecodedImage, type DecodeOptions, decodeImage } from './decode-image.js';
export type { Fit } from './fit-size.js';
export { ImageDataset, type ImageSplitOptions } from './image-dataset.js';
export {
  type ImageDatasetOptions,
  type ImageFolderOptions,
  imageFolder,
  type Labels,
} from './image-folder.js';
export type { ImageFormat } from './image-format.js';
export { type ImageHeader, imageHeader } from './image-header.js';
export type { ImageFile } from './image-store.js';
export type { ManifestOptions } from './read-manifest.js';
export type { ChannelCount, Color } from './to-channels.js';
export { writePng } from './write-png.js';
