import type { ArrayDataset } from '../array-dataset.js';
import { labelledPictures } from './labelled-pictures.js';

/** The subset that comes with the package; loaded when it is asked for. */
export async function embeddedPictures(name: 'train' | 'test'): Promise<ArrayDataset> {
  const { images, labels } =
    name === 'train'
      ? await import('../generated/fashion-mnist-train.js')
      : await import('../generated/fashion-mnist-test.js');
  return labelledPictures(`embedded ${name}`, { images: fromBase64(images), labels: fromBase64(labels) });
}

function fromBase64(text: string): Uint8Array {
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
}
