import ts from 'typescript';

/** What is shown of a type that is worked out. */
const mostLetters = 400;

/**
 * How an export is declared, without how it works.
 * @param {string} name - what it is exported as
 * @param {ts.Symbol} symbol
 * @param {ts.TypeChecker} checker
 */
export function signatureOf(name, symbol, checker) {
  const overloads = symbol.declarations.filter((each) => ts.isFunctionDeclaration(each));
  if (overloads.length > 0) {
    const signatures = overloads.length > 1 ? overloads.filter(({ body }) => !body) : overloads;
    return signatures.map((each) => withoutBody(each)).join('\n');
  }
  return symbol.declarations.map((each) => declared(name, each, symbol, checker)).join('\n\n');
}

function declared(name, declaration, symbol, checker) {
  if (ts.isClassDeclaration(declaration)) return classText(declaration);
  if (ts.isVariableDeclaration(declaration)) {
    const type = checker
      .typeToString(
        checker.getTypeOfSymbolAtLocation(symbol, declaration),
        declaration,
        ts.TypeFormatFlags.NoTruncation,
      )
      .replace(/import\("[^"]*"\)\./g, '');
    return `const ${name}: ${type.length > mostLetters ? `${type.slice(0, mostLetters)} …` : type};`;
  }
  return bare(declaration.getText());
}

/** The text of a function or a method up to its body. */
function withoutBody(declaration) {
  const text = declaration.getText();
  const end = declaration.body ? declaration.body.getStart() - declaration.getStart() : text.length;
  return `${bare(text.slice(0, end)).trim().replace(/;$/, '')};`;
}

function bare(text) {
  return text.replace(/^export (default )?/, '');
}

/** The members that a user sees, with what their comments say. */
function classText(declaration) {
  const source = declaration.getSourceFile().text;
  const head = source.slice(declaration.getStart(), declaration.members.pos).trim();
  const members = declaration.members.filter(isPublic).map((member) => {
    const comment = ts.getJSDocCommentsAndTags(member).map((each) => each.getText())[0];
    return [comment, memberText(member)].filter(Boolean).join('\n  ');
  });
  return `${bare(head)}\n${members.map((member) => `  ${member}`).join('\n')}\n}`;
}

function memberText(member) {
  if (ts.isPropertyDeclaration(member) && member.initializer && member.type) {
    const end = member.type.end - member.getStart();
    return `${member.getText().slice(0, end)};`;
  }
  return withoutBody(member);
}

function isPublic(member) {
  if (member.name && ts.isPrivateIdentifier(member.name)) return false;
  if (ts.isClassStaticBlockDeclaration(member)) return false;
  // The signature of an overloaded method is told by those without a body.
  if (member.body && ts.isMethodDeclaration(member)) {
    const same = member.parent.members.filter((each) => each.name?.getText() === member.name.getText());
    if (same.length > 1 && same.some((each) => ts.isMethodDeclaration(each) && !each.body)) return false;
  }
  const modifiers = ts.getCombinedModifierFlags(member);
  return !(modifiers & (ts.ModifierFlags.Private | ts.ModifierFlags.Protected));
}
