import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cpu } from '@descent/backend-cpu';
import { referenceBackend, tensor, useBackend } from '@descent/core';
import { type Model, model } from '@descent/layers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readTfjsModel } from './read-tfjs-model.js';

const data = process.env.DESCENT_DATA_DIR;
const folder = join(data ?? '', 'mobilenet/mobilenet_v1_0.25_224');

interface Golden {
  readonly synthetic: readonly {
    readonly input: string;
    readonly gapFirst8: readonly number[];
    readonly gapSum: number;
    readonly top5: readonly { readonly index: number; readonly prob: number }[];
  }[];
}

describe.skipIf(data === undefined)(
  `MobileNet v1 0.25 with ImageNet's weights${data === undefined ? ' (skipped: DESCENT_DATA_DIR is not set)' : ''}`,
  () => {
    let net: Model;
    beforeAll(async () => {
      await useBackend(cpu());
      net = (await readTfjsModel(folder)) as unknown as Model;
    });
    afterAll(async () => {
      net.dispose();
      await useBackend(referenceBackend());
    });

    it('has all 137 tensors byte for byte', () => {
      const { weightsManifest } = JSON.parse(readFileSync(join(folder, 'model.json'), 'utf8')) as {
        weightsManifest: { paths: string[]; weights: { name: string; shape: number[] }[] }[];
      };
      const inFile = new Map<string, string>();
      for (const { paths, weights } of weightsManifest) {
        const bytes = Buffer.concat(paths.map((path) => readFileSync(join(folder, path))));
        let at = 0;
        for (const { name, shape } of weights) {
          const end = at + 4 * shape.reduce((product, n) => product * n, 1);
          inFile.set(name, createHash('sha256').update(bytes.subarray(at, end)).digest('hex'));
          at = end;
        }
      }
      const ours = net.layers.flatMap(({ name, kind, namedParameters }) =>
        namedParameters.map(([path, { value }]): [string, string] => {
          const own = path
            .slice(name.length + 1)
            .replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
          const called = kind === 'depthwiseConv2d' && own === 'kernel' ? 'depthwise_kernel' : own;
          const { buffer, byteOffset, byteLength } = value.dataSync() as Float32Array;
          const hash = createHash('sha256').update(
            new Uint8Array(buffer as ArrayBuffer, byteOffset, byteLength),
          );
          return [`${name}/${called}`, hash.digest('hex')];
        }),
      );
      expect(ours).toHaveLength(137);
      expect(new Map(ours)).toEqual(inFile);
      expect(net.parameterCount).toBe(475_544);
    });

    it('computes what TensorFlow.js computed, to 1e-5', () => {
      const golden = JSON.parse(
        readFileSync(join(data as string, 'mobilenet/golden-tfjs.json'), 'utf8'),
      ) as Golden;
      const pooled = net.layers.find(({ kind }) => kind === 'globalAveragePool2d');
      const both = model(
        net.inputs[0] as never,
        [pooled?.output, net.outputs[0]] as never,
      ) as unknown as Model;
      const size = 224 * 224 * 3;
      const inputs = [
        new Float32Array(size),
        Float32Array.from({ length: size }, (_, i) => ((i * 37) % 255) / 127.5 - 1),
      ];
      for (const [i, values] of inputs.entries()) {
        const row = golden.synthetic[i] as Golden['synthetic'][number];
        const [features, probabilities] = (
          both.predict(tensor(values, [1, 224, 224, 3]) as never) as unknown as { dataSync(): Float32Array }[]
        ).map((each) => [...each.dataSync()]) as [number[], number[]];
        row.gapFirst8.forEach((value, k) => {
          expect(Math.abs((features[k] as number) - value)).toBeLessThan(1e-5 * Math.max(1, Math.abs(value)));
        });
        const top = probabilities
          .map((prob, index) => ({ prob, index }))
          .sort((a, b) => b.prob - a.prob)
          .slice(0, 5);
        expect(top.map(({ index }) => index)).toEqual(row.top5.map(({ index }) => index));
        top.forEach(({ prob }, k) => {
          expect(Math.abs(prob - (row.top5[k]?.prob as number))).toBeLessThan(1e-5);
        });
      }
    });
  },
);
