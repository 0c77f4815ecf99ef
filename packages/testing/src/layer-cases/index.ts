import type { LayerCase } from '../layer-case.js';
import { featureLayerCases } from './features.js';
import { mergingLayerCases } from './merging.js';
import { sizeOneLayerCases } from './ones.js';
import { sequenceLayerCases } from './sequences.js';
import { windowLayerCases } from './windows.js';

/** Every layer, at least once. */
export const layerCases: readonly LayerCase[] = [
  ...featureLayerCases,
  ...windowLayerCases,
  ...sequenceLayerCases,
  ...mergingLayerCases,
  ...sizeOneLayerCases,
];
