import * as ts from '@tslab/typescript-for-tslab';

/**
 * Names that a cell writes in shorthand, `{ name }`, though another cell declares them: the kernel does not find those.
 *
 * @param source Of one code cell.
 */
export function foreignShorthands(source: string): string[] {
  const file = ts.createSourceFile('cell.ts', source, ts.ScriptTarget.ES2022, true);
  const used: string[] = [];
  const declared = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isShorthandPropertyAssignment(node)) used.push(node.name.text);
    const isDeclaration =
      ts.isVariableDeclaration(node) ||
      ts.isParameter(node) ||
      ts.isBindingElement(node) ||
      ts.isFunctionDeclaration(node) ||
      ts.isImportSpecifier(node);
    if (isDeclaration && node.name && ts.isIdentifier(node.name)) declared.add(node.name.text);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return used.filter((name) => !declared.has(name));
}
