import type { SetFiles } from './labelled-pictures.js';

/** The subset that comes with the package; loaded when it is asked for. */
export async function embeddedFiles(): Promise<SetFiles> {
  const [train, test] = await Promise.all([
    import('../generated/fashion-mnist-train.js'),
    import('../generated/fashion-mnist-test.js'),
  ]);
  return {
    train: {
      images: { name: 'embedded train images', bytes: fromBase64(train.images) },
      labels: { name: 'embedded train labels', bytes: fromBase64(train.labels) },
    },
    test: {
      images: { name: 'embedded test images', bytes: fromBase64(test.images) },
      labels: { name: 'embedded test labels', bytes: fromBase64(test.labels) },
    },
  };
}

function fromBase64(text: string): Uint8Array {
  const letters = atob(text);
  const bytes = new Uint8Array(letters.length);
  for (let i = 0; i < bytes.length; i++) bytes[i] = letters.charCodeAt(i);
  return bytes;
}
