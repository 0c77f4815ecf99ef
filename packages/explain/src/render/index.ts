export { type ColorScale, type ColorScaleName, colorAt, colorScales, type Rgb } from './color-scales.js';
export { type HeatMapOptions, heatMap, type PixelImage, type ValueGrid } from './heat-map.js';
export { type MosaicOptions, mosaic } from './mosaic.js';
export { type OverlayOptions, overlay } from './overlay.js';
export { type PaintableCanvas, toCanvas } from './to-canvas.js';
export { toPng } from './to-png.js';
export { type SvgOptions, toSvg } from './to-svg.js';
export { type TerminalOptions, toTerminal } from './to-terminal.js';
