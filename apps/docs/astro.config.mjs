import starlight from '@astrojs/starlight';
import { defineConfig } from 'astro/config';
import { livePackages } from './integrations/live-packages.mjs';

export default defineConfig({
  outDir: './dist',
  // Workers load a backend when the reader chooses it.
  vite: { worker: { format: 'es' } },
  // Pages share memory with their workers only where they are isolated; a host has to send these headers too.
  server: {
    headers: {
      'Cross-Origin-Opener-Policy': 'same-origin',
      'Cross-Origin-Embedder-Policy': 'require-corp',
    },
  },
  integrations: [
    livePackages(),
    starlight({
      title: 'Descent',
      description: 'Neural networks in TypeScript, and a course whose pictures are real training runs.',
      customCss: [
        './src/styles/theme.css',
        './src/styles/demo.css',
        './src/styles/live.css',
        'katex/dist/katex.min.css',
      ],
      sidebar: [
        {
          label: 'Learn',
          items: [
            { label: '1 · Gradient descent', slug: 'learn/gradient-descent' },
            { label: '2 · Linear regression', slug: 'learn/linear-regression' },
            { label: '3 · Linear and nonlinear separation', slug: 'learn/separation' },
            { label: '4 · The neuron and the layer', slug: 'learn/neuron' },
            { label: '5 · Backpropagation, step by step', slug: 'learn/backpropagation' },
            { label: '6 · Losses: MSE and log loss', slug: 'learn/losses' },
            { label: '8 · Vanishing gradients', slug: 'learn/vanishing-gradients' },
            { label: '9 · Exploding gradients', slug: 'learn/exploding-gradients' },
            { label: '10 · Over- and underfitting', slug: 'learn/overfitting' },
            { label: '11 · Regularization', slug: 'learn/regularization' },
            { label: '12 · Convolution', slug: 'learn/convolution' },
            { label: '14 · Pooling', slug: 'learn/pooling' },
            { label: '15 · Why not fully connected', slug: 'learn/why-not-dense' },
            { label: '16 · Fashion-MNIST: dense against CNN', slug: 'learn/fashion-mnist' },
          ],
        },
        { label: 'Write code', slug: 'live' },
        { label: 'Look up', items: ['backends', 'keras', 'tensorflow-js'] },
        {
          label: 'Inside',
          items: ['architecture', 'decisions/0001-own-engine', 'decisions/0002-own-webgpu-kernels'],
        },
      ],
    }),
  ],
});
