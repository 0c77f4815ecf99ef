import type { DicomPixels } from './dicom-pixels.js';
import type { PixelFormat } from './pixel-format.js';
import type { TransferSyntax } from './transfer-syntax.js';

/** What frames are in, and what brings them there. */
interface Colors {
  readonly photometricInterpretation: string;
  convert(frame: DicomPixels): DicomPixels;
}

/** Colours as red, green and blue; JPEG and JPEG 2000 give them so, whatever they are packed as. */
export function colorsOf(
  { samples, photometricInterpretation, bitsStored }: PixelFormat,
  { packing }: TransferSyntax,
): Colors {
  if (samples === 1) return { photometricInterpretation, convert: (frame) => frame };
  const isDone = packing === 'jpeg' || packing === 'jpeg2000' || packing === 'htj2k';
  const isYbr = photometricInterpretation === 'YBR_FULL' || photometricInterpretation === 'YBR_FULL_422';
  if (isDone || !isYbr || bitsStored !== 8) {
    return {
      photometricInterpretation: isDone ? 'RGB' : photometricInterpretation,
      convert: (frame) => frame,
    };
  }
  return { photometricInterpretation: 'RGB', convert: toRgb };
}

/** Of luminance and two differences of colour. @see PS3.3, C.7.6.3.1.2; ITU-R BT.601 */
function toRgb(frame: DicomPixels): DicomPixels {
  const byte = (value: number) => Math.min(255, Math.max(0, Math.floor(value + 0.5)));
  for (let i = 0; i < frame.length; i += 3) {
    const [luminance, blue, red] = [
      frame[i] as number,
      (frame[i + 1] as number) - 128,
      (frame[i + 2] as number) - 128,
    ];
    frame[i] = byte(luminance + 1.402 * red);
    frame[i + 1] = byte(luminance - (0.114 * 1.772 * blue + 0.299 * 1.402 * red) / 0.587);
    frame[i + 2] = byte(luminance + 1.772 * blue);
  }
  return frame;
}
