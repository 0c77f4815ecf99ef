import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { root } from './commands.mjs';

/**
 * Every entry point of the packages with what it exports.
 * @returns {{ checker: ts.TypeChecker, entries: Entry[] }}
 * @typedef {{ package: string, isPrivate: boolean, description: string, name: string, exports: { name: string, symbol: ts.Symbol }[] }} Entry
 * `package` is the folder, `name` what is imported: `@descent/explain/render`
 */
export function publicExports() {
  const files = readdirSync(join(root, 'packages')).flatMap((name) => {
    const folder = join(root, 'packages', name);
    const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    return Object.entries(manifest.exports).flatMap(([path, entry]) => {
      const source = typeof entry === 'string' ? entry : entry['@descent/source'];
      if (!source?.endsWith('.ts')) return [];
      return [
        { folder: name, manifest, name: `${manifest.name}${path.slice(1)}`, file: join(folder, source) },
      ];
    });
  });
  const { config } = ts.readConfigFile(join(root, 'tsconfig.base.json'), ts.sys.readFile);
  const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, root);
  const program = ts.createProgram(
    files.map(({ file }) => file),
    options,
  );
  const checker = program.getTypeChecker();
  const entries = files.map(({ folder, manifest, name, file }) => {
    const module = checker.getSymbolAtLocation(program.getSourceFile(file));
    const exported = module ? checker.getExportsOfModule(module) : [];
    return {
      package: folder,
      isPrivate: manifest.private === true,
      description: manifest.description,
      name,
      exports: exported.map((symbol) => ({
        name: symbol.name,
        symbol: symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol,
      })),
    };
  });
  return { checker, entries };
}
