import { createRequire } from 'node:module';
import opentype, { type Font } from 'opentype.js';
import sharp from 'sharp';

/** Pixels, as networks that show links want them. */
const size = { width: 1200, height: 630 } as const;
const titleSize = 76;
const lineHeight = 90;
const textWidth = 1010;

const font: Font = opentype.loadSync(
  createRequire(import.meta.url).resolve(
    '@fontsource/source-serif-4/files/source-serif-4-latin-600-normal.woff',
  ),
);

/**
 * The picture that stands for a page where it is linked to: section, title, and the curve of the logo. Letters are drawn as
 * outlines, so that it looks the same whatever fonts the building machine has.
 * @returns a PNG of 1200 × 630 pixels
 */
export async function pagePicture(section: string, title: string): Promise<Uint8Array<ArrayBuffer>> {
  const lines = wrap(title);
  const top = 330 - (lines.length - 1) * (lineHeight / 2);
  const letters = [
    outlines('Descent', 190, 108, 46, '#1b1f24'),
    outlines(section, 90, top - 105, 38, '#b34a00'),
    ...lines.map((line, i) => outlines(line, 90, top + i * lineHeight, titleSize, '#1b1f24')),
  ];
  const picture = `<svg xmlns="http://www.w3.org/2000/svg" width="${size.width}" height="${size.height}">
    <rect width="100%" height="100%" fill="#faf8f4"/>
    <g fill="none" stroke="#0072b2">
      <path d="M0 470c180 0 300 130 520 130s300-190 680-190" stroke-width="6"/>
      <path d="M0 500c180 0 300 110 520 110s300-160 680-160M0 530c180 0 300 90 520 90s300-130 680-130" stroke-width="2" opacity=".4"/>
    </g>
    <circle cx="296" cy="540" r="22" fill="#e69f00" stroke="#1b1f24" stroke-width="3"/>
    <g transform="translate(86 58) scale(2.4)">
      <path d="M3 5c4 0 6 20 13 20S25 5 29 5" fill="none" stroke="#0072b2" stroke-width="3.5" stroke-linecap="round"/>
      <circle cx="9.5" cy="17" r="4" fill="#e69f00" stroke="#1b1f24"/>
    </g>
    ${letters.join('\n')}
  </svg>`;
  return new Uint8Array(await sharp(Buffer.from(picture)).png({ compressionLevel: 9 }).toBuffer());
}

/** The title in lines that fit. */
function wrap(title: string): string[] {
  const lines: string[] = [];
  for (const word of title.split(' ')) {
    const longer = lines.length === 0 ? word : `${lines.at(-1)} ${word}`;
    if (lines.length > 0 && font.getAdvanceWidth(longer, titleSize) <= textWidth)
      lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

function outlines(text: string, x: number, y: number, height: number, colour: string): string {
  return `<path d="${font.getPath(text, x, y, height).toPathData(1)}" fill="${colour}"/>`;
}
