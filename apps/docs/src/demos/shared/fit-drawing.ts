import { pad, resizeBilinear, scope, type Tensor, tensor } from '@descent/core';

/** Edge of a picture of the set. */
const size = 28;

/** As the set's pictures are made: cut to what is there, as large as fits, in the middle. Nothing stays nothing. */
export async function fitDrawing(drawing: Float32Array): Promise<Float32Array> {
  const places = [...drawing.keys()].filter((i) => (drawing[i] as number) > 0.02);
  if (places.length === 0) return new Float32Array(size * size);
  const rows = places.map((i) => Math.floor(i / size));
  const columns = places.map((i) => i % size);
  const [top, left] = [Math.min(...rows), Math.min(...columns)];
  const [height, width] = [Math.max(...rows) - top + 1, Math.max(...columns) - left + 1];
  const factor = size / Math.max(height, width);
  const [newHeight, newWidth] = [height, width].map((each) => Math.max(1, Math.round(each * factor))) as [
    number,
    number,
  ];
  const cut = new Float32Array(height * width);
  for (let row = 0; row < height; row++) {
    const from = (top + row) * size + left;
    cut.set(drawing.subarray(from, from + width), row * width);
  }
  const around = (inner: number): readonly [number, number] => {
    const before = Math.floor((size - inner) / 2);
    return [before, size - inner - before];
  };
  const fitted = scope(() => {
    const grown = resizeBilinear(tensor(cut, [1, height, width, 1]), [newHeight, newWidth], {
      halfPixelCenters: true,
    });
    return pad(grown, [[0, 0], around(newHeight), around(newWidth), [0, 0]]) as Tensor;
  });
  const values = Float32Array.from(await fitted.data());
  fitted.dispose();
  return values;
}
