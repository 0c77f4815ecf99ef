/** Sections of the site by how their pages' addresses begin. */
const sections: Readonly<Record<string, string>> = {
  start: 'Start',
  learn: 'Learn',
  playground: 'Learn',
  guides: 'Guides',
  reference: 'Reference',
  backends: 'Reference',
  keras: 'Reference',
  'tensorflow-js': 'Reference',
  architecture: 'Decisions',
  decisions: 'Decisions',
};

/** The section of a page, by its id: `learn/neuron`; empty for pages of none. */
export function sectionOf(id: string): string {
  return sections[id.split('/')[0] as string] ?? '';
}
