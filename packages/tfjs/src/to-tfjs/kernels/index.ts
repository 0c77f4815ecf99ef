import type { Adapters } from './adapter.js';
import { axes } from './axes.js';
import { convolutions } from './convolution.js';
import { depthwise } from './depthwise.js';
import { elementwise } from './elementwise.js';
import { images } from './images.js';
import { indexing } from './indexing.js';
import { movement } from './movement.js';
import { normalization } from './normalization.js';
import { pooling } from './pooling.js';
import { products } from './products.js';
import { reductions } from './reductions.js';
import { volumeConvolutions } from './volume-convolution.js';
import { volumePooling } from './volume-pooling.js';

/** Every tfjs kernel that runs on kernels of ours. */
export const adapters: Adapters = {
  ...axes,
  ...convolutions,
  ...depthwise,
  ...elementwise,
  ...images,
  ...indexing,
  ...movement,
  ...normalization,
  ...pooling,
  ...products,
  ...reductions,
  ...volumeConvolutions,
  ...volumePooling,
};
