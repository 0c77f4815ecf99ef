// Every symbol that a package exports has a doc comment, and so have the members of its interfaces and classes; every
// function has an example.
import { relative } from 'node:path';
import ts from 'typescript';
import { root } from './commands.mjs';
import { publicExports } from './public-exports.mjs';

const { checker, entries } = publicExports();
const missing = [];
let symbolCount = 0;
for (const { exports } of entries) {
  for (const { name, symbol } of exports) {
    const [declaration] = symbol.declarations;
    symbolCount++;
    if (!isDocumented(symbol)) report(name, declaration, 'no doc comment');
    if (ts.isFunctionDeclaration(declaration) && !hasExample(symbol)) report(name, declaration, 'no example');
    for (const member of symbol.members?.values() ?? []) {
      if (!needsComment(member) || isDocumented(member)) continue;
      report(`${name}.${member.name}`, member.declarations[0], 'no doc comment');
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
