import starlight from '@astrojs/starlight';
import { defineConfig } from 'astro/config';
import { livePackages } from './integrations/live-packages.mjs';
import { linksUnderBase } from './src/identity/links-under-base.mjs';
import { apiSidebar } from './src/reference/sidebar.mjs';

// Where the site will be: `SITE_URL=https://example.org BASE=/descent/ pnpm build`. Without them it is built for the address
// at which `npm run docs` serves it, and no page claims another.
const site = process.env.SITE_URL ?? 'http://localhost:4321';
const base = process.env.BASE ?? '/';

export default defineConfig({
  site,
  base,
  outDir: './dist',
  trailingSlash: 'always',
  // Workers load a backend when the reader chooses it.
  vite: { worker: { format: 'es' } },
  // Pages share memory with their workers only where they are isolated. Hosts that read public/_headers send these too;
  // on others a service worker adds them.
  server: {
    headers: {
      'Cross-Origin-Opener-Policy': 'same-origin',
      'Cross-Origin-Embedder-Policy': 'require-corp',
    },
  },
  integrations: [
    livePackages(),
    linksUnderBase(),
    starlight({
      title: 'Descent',
      description: 'Neural networks in TypeScript, and a course whose pictures are real training runs.',
      favicon: '/favicon.svg',
      // Long lines of code wrap; what is drawn with letters, such as a table, does not.
      expressiveCode: { defaultProps: { wrap: true, overridesByLang: { text: { wrap: false } } } },
      routeMiddleware: './src/identity/route-head.ts',
      components: {
        Search: './src/components/Search.astro',
        SiteTitle: './src/components/SiteTitle.astro',
        SocialIcons: './src/components/HeaderLinks.astro',
        PageTitle: './src/components/PageTitle.astro',
        Hero: './src/components/Hero.astro',
        Footer: './src/components/Footer.astro',
      },
      customCss: [
        '@fontsource/source-serif-4/latin-600.css',
        './src/styles/theme.css',
        './src/styles/demo.css',
        './src/styles/live.css',
        './src/styles/landing.css',
        './src/styles/print.css',
        'katex/dist/katex.min.css',
      ],
      sidebar: [
        {
          label: 'Start',
          items: ['start/install', 'start/first-net', 'start/choose-a-backend'],
        },
        {
          label: 'Learn',
          items: [
            { label: '1 · Gradient descent', slug: 'learn/gradient-descent' },
            { label: '2 · Linear regression', slug: 'learn/linear-regression' },
            { label: '3 · Linear and nonlinear separation', slug: 'learn/separation' },
            { label: '4 · The neuron and the layer', slug: 'learn/neuron' },
            { label: '5 · Backpropagation, step by step', slug: 'learn/backpropagation' },
            { label: '6 · Losses: MSE and log loss', slug: 'learn/losses' },
            { label: '7 · The playground', slug: 'learn/playground' },
            { label: '8 · Vanishing gradients', slug: 'learn/vanishing-gradients' },
            { label: '9 · Exploding gradients', slug: 'learn/exploding-gradients' },
            { label: '10 · Over- and underfitting', slug: 'learn/overfitting' },
            { label: '11 · Regularization', slug: 'learn/regularization' },
            { label: '12 · Convolution', slug: 'learn/convolution' },
            { label: '13 · Feature maps and stacking', slug: 'learn/feature-maps' },
            { label: '14 · Pooling', slug: 'learn/pooling' },
            { label: '15 · Why not fully connected', slug: 'learn/why-not-dense' },
            { label: '16 · Fashion-MNIST: dense against CNN', slug: 'learn/fashion-mnist' },
            { label: '20 · Backends', slug: 'learn/backends' },
          ],
        },
        { label: 'Write code', slug: 'live' },
        {
          label: 'Guides',
          items: [
            'guides/data',
            'guides/custom-layer',
            'guides/custom-op',
            'guides/saving',
            'guides/deploying',
            'guides/workers',
            'guides/memory',
            'guides/determinism',
            'guides/from-tensorflow-js',
            'guides/from-keras',
          ],
        },
        {
          label: 'Reference',
          items: [
            'reference',
            'backends',
            'keras',
            'tensorflow-js',
            'reference/benchmarks',
            'reference/changes',
            ...apiSidebar(),
          ],
        },
        {
          label: 'Decisions',
          items: [
            'architecture',
            'decisions/0001-own-engine',
            'decisions/0002-own-webgpu-kernels',
            'decisions/0003-own-hdf5',
          ],
        },
      ],
    }),
  ],
});
