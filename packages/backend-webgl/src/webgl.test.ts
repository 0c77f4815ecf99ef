import { describe, expect, it } from 'vitest';
import { webgl } from './index.js';

describe('webgl in Node', () => {
  it('says that there is none', async () => {
    await expect(webgl()).rejects.toThrowErrorMatchingInlineSnapshot(`
      [BackendError: webgl: there is no canvas here, and so no WebGL
        fix: in Node use the CPU: import { cpu } from '@descent/backend-cpu'; await useBackend(cpu())]
    `);
  });

  it('refuses options that there are not, and values out of range', async () => {
    await expect(webgl({ precision: 'float64' as 'float32' })).rejects.toThrowErrorMatchingInlineSnapshot(
      `[ValueError: webgl: precision must be 'float32', 'float16' or 'any', got 'float64']`,
    );
    await expect(webgl({ precison: 'float16' } as object)).rejects.toThrow(/precison/);
  });
});
