import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cpu } from '@descent/backend-cpu';
import { resizeBilinear, scope, type Tensor, tensor, useBackend } from '@descent/core';
import { type AnyModel, model } from '@descent/layers';
import { expectClose } from '@descent/testing';
import { decode } from 'jpeg-js';
import { beforeAll, describe, expect, it } from 'vitest';
import { decodePredictions, mobileNetV1, preprocess, readClassNames } from './index.js';

/** What TensorFlow.js' plain backend makes of a picture. */
interface Golden {
  readonly gapFirst8: readonly number[];
  readonly gapSum: number;
  readonly top5: readonly { readonly index: number; readonly name: string; readonly prob: number }[];
}

const data = process.env.DESCENT_DATA_DIR;
const reason = 'DESCENT_DATA_DIR does not name the folder with mobilenet and cats-dogs';
const at = (...path: string[]) => join(data ?? '', ...path);
const weights = at('mobilenet', 'mobilenet_v1_0.25_224', 'model.json');
const size = 224 * 224 * 3;

beforeAll(async () => {
  await useBackend(cpu());
});

describe('MobileNet with the weights of ImageNet', () => {
  it('gives what TensorFlow.js gives to 1e-5', async ({ skip }) => {
    skip(!data, reason);
    const goldens = JSON.parse(await readFile(at('mobilenet', 'golden-tfjs.json'), 'utf8')) as {
      synthetic: readonly Golden[];
    };
    const net = await mobileNetV1({ alpha: 0.25, weights });
    const means = model(
      net.inputs[0] as never,
      (net as unknown as AnyModel).getLayer('global_average_pooling2d').output,
    );
    const inputs = [
      new Float32Array(size),
      Float32Array.from({ length: size }, (_, i) => ((i * 37) % 255) / 127.5 - 1),
    ];
    for (const [i, { gapFirst8, gapSum, top5 }] of goldens.synthetic.entries()) {
      scope(() => {
        const x = tensor(inputs[i] as Float32Array, [1, 224, 224, 3]);
        const gap = (means.predict(x as never) as Tensor).dataSync();
        expectClose(gap.subarray(0, 8), gapFirst8, { absolute: 1e-5, relative: 1e-5 });
        expect((gap as Float32Array).reduce((sum, value) => sum + value, 0)).toBeCloseTo(gapSum, 3);
        const probabilities = net.predict(x).dataSync();
        for (const { index, prob } of top5)
          expect(Math.abs((probabilities[index] as number) - prob)).toBeLessThan(1e-5);
      });
    }
    net.dispose();
  });

  it('takes photographs for what TensorFlow.js takes them for', async ({ skip }) => {
    skip(!data, reason);
    const { photos } = JSON.parse(await readFile(at('mobilenet', 'golden-tfjs.json'), 'utf8')) as {
      photos: readonly (Golden & { readonly file: string })[];
    };
    const net = await mobileNetV1({ alpha: 0.25, weights });
    const classes = await readClassNames({
      file: at('mobilenet', 'imagenet_classes.json'),
      sha256: '87518bd790e24c016cfb0df74cee7f14b1f2613231b6d0b242dc859b8ebda72d',
    });
    for (const { file, top5 } of photos) {
      // The goldens' own decoder: others smooth colours in another way.
      const {
        width,
        height,
        data: pixels,
      } = decode(await readFile(at(...file.split('/'))), { useTArray: true });
      const rgb = Float32Array.from(
        { length: width * height * 3 },
        (_, i) => pixels[4 * Math.floor(i / 3) + (i % 3)] as number,
      );
      using probabilities = scope(() => {
        const scaled = resizeBilinear(tensor(rgb, [1, height, width, 3]), [224, 224], { alignCorners: true });
        return net.predict(preprocess('mobileNetV1', scaled as Tensor, { valueRange: [0, 255] }) as never);
      });
      const [found = []] = await decodePredictions(probabilities as Tensor, { classes });
      expect(
        found.map(({ name }) => name),
        file,
      ).toEqual(top5.map(({ name }) => name));
      const expected = top5.map(({ prob }) => prob);
      expectClose(
        found.map(({ probability }) => probability),
        expected,
        { absolute: 1e-5 },
        file,
      );
    }
    net.dispose();
  });
});
