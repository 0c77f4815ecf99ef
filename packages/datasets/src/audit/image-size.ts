import { imageHeader } from '../images/image-header.js';

/** What a file gives away before its pixels are looked at: of what kind it is, how large, how many channels. */
export function imageSize(bytes: Uint8Array, format: string): Record<string, string> {
  if (format === 'dicom') return { format };
  const { width, height, channels } = imageHeader(bytes);
  return { format, size: `${width} x ${height}`, channels: `${channels}` };
}
