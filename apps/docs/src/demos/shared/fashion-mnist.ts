import { readIdx } from '@descent/datasets';

/** Pictures and what they show. */
export interface Pictures {
  readonly count: number;
  /** From 0, black, to 1: [count, 28, 28]. */
  readonly pixels: Float32Array;
  /** The class of each. */
  readonly labels: Int32Array;
}

/** 10,000 pictures to learn from, and 2,000 others. */
export interface FashionMnist {
  readonly train: Pictures;
  readonly test: Pictures;
}

/** Fetches the subset of Fashion-MNIST that is part of the site: one file of about 5 MB. For workers. */
export async function loadFashionMnist(): Promise<FashionMnist> {
  const address = `${import.meta.env.BASE_URL.replace(/\/$/, '')}/data/fashion-mnist.bin`;
  const response = await fetch(address);
  if (!response.ok) throw new Error(`the pictures could not be loaded: ${response.status} for ${address}`);
  const bytes = await response.arrayBuffer();
  const lengths = [...new Uint32Array(bytes, 0, 4)];
  let start = 4 * lengths.length;
  const parts = await Promise.all(
    lengths.map((length) => {
      const part = new Uint8Array(bytes, start, length);
      start += length;
      return readIdx(part, { name: address });
    }),
  );
  const [trainImages, trainLabels, testImages, testLabels] = parts.map(({ values }) => values) as [
    Uint8Array,
    Uint8Array,
    Uint8Array,
    Uint8Array,
  ];
  return { train: pictures(trainImages, trainLabels), test: pictures(testImages, testLabels) };
}

function pictures(images: Uint8Array, labels: Uint8Array): Pictures {
  return {
    count: labels.length,
    pixels: Float32Array.from(images, (byte) => byte / 255),
    labels: Int32Array.from(labels),
  };
}
