// Every symbol that a package exports has a doc comment, and so have the members of its interfaces and classes; every
// function has an example.
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import ts from 'typescript';
import { root } from './commands.mjs';

const indexes = readdirSync(join(root, 'packages')).flatMap((name) => {
  const folder = join(root, 'packages', name);
  const { exports } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  return Object.values(exports)
    .map((entry) => (typeof entry === 'string' ? entry : entry['@descent/source']))
    .filter((entry) => entry?.endsWith('.ts'))
    .map((entry) => join(folder, entry));
});
const { config } = ts.readConfigFile(join(root, 'tsconfig.base.json'), ts.sys.readFile);
const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, root);
const program = ts.createProgram(indexes, options);
const checker = program.getTypeChecker();

const missing = [];
let symbolCount = 0;
for (const index of indexes) {
  const module = checker.getSymbolAtLocation(program.getSourceFile(index));
  for (const exported of checker.getExportsOfModule(module)) {
    const symbol = exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported;
    const [declaration] = symbol.declarations;
    symbolCount++;
    if (!isDocumented(symbol)) report(exported.name, declaration, 'no doc comment');
    if (ts.isFunctionDeclaration(declaration) && !hasExample(symbol))
      report(exported.name, declaration, 'no example');
    for (const member of symbol.members?.values() ?? []) {
      if (!needsComment(member) || isDocumented(member)) continue;
      report(`${exported.name}.${member.name}`, member.declarations[0], 'no doc comment');
    }
  }
}
if (missing.length > 0) throw new Error(`${missing.length} symbols:\n${missing.join('\n')}`);
console.log(`${symbolCount} exported symbols have doc comments`);

function isDocumented(symbol) {
  return symbol.getDocumentationComment(checker).length > 0 || symbol.getJsDocTags(checker).length > 0;
}

function hasExample(symbol) {
  return symbol.getJsDocTags(checker).some((tag) => tag.name === 'example');
}

/** Methods and properties that a user sees; not constructors, private parts and symbols. */
function needsComment({ name, declarations: [declaration] = [] }) {
  if (!declaration || name.startsWith('__') || name.startsWith('#')) return false;
  return (
    ts.isMethodSignature(declaration) || ts.isMethodDeclaration(declaration) || ts.isGetAccessor(declaration)
  );
}

function report(name, declaration, problem) {
  const file = declaration.getSourceFile();
  const { line } = file.getLineAndCharacterOfPosition(declaration.getStart());
  missing.push(`${relative(root, file.fileName)}:${line + 1} ${name}: ${problem}`);
}
