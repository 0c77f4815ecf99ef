import { defineCollection } from 'astro:content';
import { docsSchema } from '@astrojs/starlight/schema';
import { glob } from 'astro/loaders';

/** Where pages are: what people write, and what `pnpm generate` makes of the packages. */
const places = ['docs/', 'apps/docs/src/generated/'] as const;

export const collections = {
  docs: defineCollection({
    loader: glob({
      base: '../..',
      pattern: places.map((place) => `${place}**/*.{md,mdx}`),
      generateId: ({ entry }) => {
        const place = places.find((each) => entry.startsWith(each)) ?? '';
        return entry
          .slice(place.length)
          .replace(/\.mdx?$/, '')
          .replace(/\/index$/, '');
      },
    }),
    schema: docsSchema(),
  }),
};
