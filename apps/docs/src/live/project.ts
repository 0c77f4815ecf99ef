import { strToU8, zipSync } from 'fflate';
import { livePackages } from './packages.js';
import { prepare } from './prepare.js';

/** What a project needs besides our packages, as this repository has it. */
const tools = { typescript: '6.0.3' };

/** A project that runs this code in Node, as a zip file. */
export async function projectZip(code: string): Promise<Uint8Array<ArrayBuffer>> {
  const files = await projectFiles(code);
  return zipSync(
    Object.fromEntries(
      Object.entries(files).map(([name, text]) => [`descent-project/${name}`, strToU8(text)]),
    ),
    // The same code gives the same bytes.
    { mtime: new Date(2000, 0, 1) },
  );
}

async function projectFiles(code: string): Promise<Record<string, string>> {
  const { packages, versions } = await livePackages();
  const prepared = await prepare(code, Object.keys(packages));
  const imported = 'packages' in prepared ? prepared.packages : Object.keys(packages);
  // Core is everybody's peer.
  const names = [...new Set(['@descent/core', ...imported.map(packageOf)])].sort();
  const json = (value: unknown): string => `${JSON.stringify(value, undefined, 2)}\n`;
  return {
    'package.json': json({
      name: 'descent-project',
      private: true,
      type: 'module',
      engines: { node: '>=24' },
      scripts: { start: 'node main.ts', types: 'tsc' },
      dependencies: Object.fromEntries(names.map((name) => [name, versions[name]])),
      devDependencies: tools,
    }),
    'tsconfig.json': json({
      compilerOptions: {
        target: 'esnext',
        lib: ['esnext', 'dom'],
        module: 'nodenext',
        strict: true,
        noEmit: true,
        skipLibCheck: true,
        erasableSyntaxOnly: true,
        verbatimModuleSyntax: true,
      },
      include: ['main.ts'],
    }),
    'main.ts': code.endsWith('\n') ? code : `${code}\n`,
    'README.md': readme,
  };
}

const packageOf = (path: string): string => path.split('/').slice(0, 2).join('/');

const readme = `# A Descent project

    npm install
    npm start

\`npm start\` runs \`main.ts\` in Node 24 or later, which strips its types; \`npm run types\` checks them.

Until the packages are on npm, make their tarballs in a clone of Descent, and install them from there:

    npm run pack
    npm install CLONE/packed/descent-*.tgz
`;
