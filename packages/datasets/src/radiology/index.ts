export { type ChestXrayOptions, chestXray } from './chest-xray/chest-xray.js';
export type { ChestXrays } from './chest-xray/chest-xrays.js';
export type { MetadataColumns } from './chest-xray/layouts/layout.js';
export type { LeftOutFile, XrayEntry, XrayRecord } from './chest-xray/xray-record.js';
export type { DicomPixels } from './dicom/dicom-pixels.js';
export type { DicomTags } from './dicom/dicom-tags.js';
export { type DicomImage, type DicomOptions, IncompleteDicomError, readDicom } from './dicom/read-dicom.js';
export type { DicomWindow, LookupTable, ValueMapping } from './dicom/value-mapping.js';
export { type WindowedOptions, windowed, windowedFloats } from './dicom/windowed.js';
