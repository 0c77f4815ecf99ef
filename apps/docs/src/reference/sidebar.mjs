import { existsSync, readFileSync } from 'node:fs';

const menu = new URL('../generated/reference-menu.json', import.meta.url);

/**
 * The pages of the API for the menu: a group for each package.
 * @throws Error before `pnpm generate` has written them
 */
export function apiSidebar() {
  if (!existsSync(menu))
    throw new Error('the pages of the reference are not there\n  fix: run `pnpm generate`');
  const pages = JSON.parse(readFileSync(menu, 'utf8'));
  return [...Map.groupBy(pages, ({ owner }) => owner)].map(([owner, own]) =>
    own.length === 1
      ? { label: `@descent/${owner}`, slug: own[0].path }
      : {
          label: `@descent/${owner}`,
          collapsed: true,
          items: own.map(({ label, path, isMain }) => ({
            label: isMain
              ? label === `@descent/${owner}`
                ? 'overview'
                : label.replace(`@descent/${owner}`, '')
              : label,
            slug: path,
          })),
        },
  );
}
