/** A change that users notice, as a changeset or a changelog says it. */
export interface Change {
  /** Tells it from all others: the anchor on the page of changes. */
  readonly id: string;
  /** `@descent/core`, several with commas. */
  readonly packages: string;
  /** The version that has it; undefined before it is released. */
  readonly version: string | undefined;
  readonly text: string;
}

const changesets = import.meta.glob<string>('../../../../.changeset/*.md', {
  query: '?raw',
  import: 'default',
  eager: true,
});
const changelogs = import.meta.glob<string>('../../../../packages/*/CHANGELOG.md', {
  query: '?raw',
  import: 'default',
  eager: true,
});

/** Changes that wait for a release, then those of releases, the newest first. */
export function changes(): Change[] {
  return [...Object.values(changesets).map(ofChangeset), ...Object.values(changelogs).flatMap(ofChangelog)];
}

/** @throws Error where the text is no changeset */
export function ofChangeset(source: string): Change {
  const [, names, text] = /^---\n([\s\S]*?)\n---\n([\s\S]*)$/.exec(source) ?? [];
  if (!names || !text) throw new Error(`not a changeset: ${source.slice(0, 60)}`);
  const packages = [...names.matchAll(/['"](.+?)['"]/g)].map(([, name]) => name).join(', ');
  return change(packages, undefined, text);
}

/** The entries of a CHANGELOG.md as changesets write it. */
export function ofChangelog(source: string): Change[] {
  const packages = /^# (.+)$/m.exec(source)?.[1] ?? '';
  return source
    .split(/^## /m)
    .slice(1)
    .flatMap((release) => {
      const version = release.split('\n', 1)[0]?.trim();
      const entries = release.split(/^- /m).slice(1);
      return entries.map((entry) =>
        change(packages, version, entry.replace(/^[\da-f]{7}: /, '').replace(/\n#[\s\S]*$/, '')),
      );
    });
}

function change(packages: string, version: string | undefined, source: string): Change {
  const text = source.trim().replace(/\s+/g, ' ');
  let sum = 0;
  for (const letter of packages + text) sum = (Math.imul(sum, 31) + (letter.codePointAt(0) as number)) >>> 0;
  return { id: `change-${sum.toString(36)}`, packages, version, text };
}
