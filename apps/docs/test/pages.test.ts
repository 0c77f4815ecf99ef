import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Site } from './site.js';

let site: Site;
beforeAll(async () => {
  site = await Site.open();
});
afterAll(() => site?.close());

describe('every page', () => {
  it.each([
    '/',
    '/architecture/',
    '/decisions/0001-own-engine/',
    '/decisions/0002-own-webgpu-kernels/',
    '/learn/backpropagation/',
    '/learn/gradient-descent/',
    '/learn/linear-regression/',
    '/learn/separation/',
    '/learn/neuron/',
    '/learn/losses/',
    '/learn/vanishing-gradients/',
    '/learn/exploding-gradients/',
    '/learn/overfitting/',
    '/learn/regularization/',
    '/learn/playground/',
    '/playground/',
    '/learn/convolution/',
    '/learn/pooling/',
    '/learn/why-not-dense/',
    '/learn/fashion-mnist/',
    '/live/',
  ])('%s loads, and its links lead somewhere', (page) =>
    site.visit(page, async (view) => {
      expect(await view.locator('h1').count()).toBe(1);
      const links = await view
        .locator('main a[href]:not([href*=":"]), nav a[href]:not([href*=":"])')
        .evaluateAll((anchors) => [...new Set(anchors.map((anchor) => (anchor as HTMLAnchorElement).href))]);
      for (const link of links) expect((await view.request.get(link)).status(), link).toBe(200);
    }),
  );
});
