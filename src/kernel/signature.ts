import type * as TypeScript from '@tslab/typescript-for-tslab';

type Call = TypeScript.CallExpression | TypeScript.NewExpression;

/**
 * The call whose brackets a position is in, the innermost one; undefined if it is in none.
 *
 * @param ts TypeScript.
 * @param file A cell's code, which may be unfinished.
 */
export function callAround(
  ts: typeof TypeScript,
  file: TypeScript.SourceFile,
  cursor: number,
): Call | undefined {
  let position = cursor;
  let found: Call | undefined;
  // A call that is not closed yet ends with its last word.
  while (/\s/.test(file.text.charAt(position - 1))) position--;
  const visit = (node: TypeScript.Node): void => {
    if (position < node.getFullStart() || position > node.getEnd()) return;
    if ((ts.isCallExpression(node) || ts.isNewExpression(node)) && node.arguments) {
      const open = node.arguments.pos;
      const isClosed = file.text[node.getEnd() - 1] === ')';
      if (position >= open && (!isClosed || position < node.getEnd())) found = node;
    }
    if (
      ts.isFunctionLike(node) &&
      'body' in node &&
      node.body &&
      position > (node.body as TypeScript.Node).getStart(file)
    ) {
      // Within a callback the call that it is passed to is of no interest.
      found = undefined;
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

/**
 * The signature of what is called, with its documentation, and for each of its options type, default and meaning.
 *
 * @returns Lines of text; undefined if what is called is unknown.
 */
export function signatureText(
  ts: typeof TypeScript,
  checker: TypeScript.TypeChecker,
  call: Call,
): string | undefined {
  const signature = checker.getResolvedSignature(call);
  if (!signature?.declaration) return undefined;
  const callee = call.expression;
  const name = ts.isPropertyAccessExpression(callee) ? callee.name.text : callee.getText();
  const plain = (parts: readonly TypeScript.SymbolDisplayPart[] | undefined) =>
    ts
      .displayPartsToString(parts as TypeScript.SymbolDisplayPart[])
      .replace(/\{@link ([^}|]+?)(?:\|[^}]*)?\}/g, '$1')
      .replace(/\s*\n\s*/g, ' ')
      .trim();
  const typeText = (type: TypeScript.Type) =>
    checker.typeToString(
      type,
      call,
      ts.TypeFormatFlags.NoTruncation | ts.TypeFormatFlags.UseAliasDefinedOutsideCurrentScope,
    );

  function parameterName({ name: given }: TypeScript.Symbol): string {
    return /^__\d+$/.test(given) ? 'options' : given;
  }
  function isOptional({ valueDeclaration: node }: TypeScript.Symbol): boolean {
    return Boolean(node && ts.isParameter(node) && (node.questionToken || node.initializer));
  }
  /** The properties of options: of an interface or object type, but not of what has a class or is called. */
  function optionsOf(type: TypeScript.Type): readonly TypeScript.Symbol[] {
    const symbol = type.aliasSymbol ?? type.getSymbol();
    const isOptions = /Options$/.test(symbol?.name ?? '') || symbol?.name === '__type';
    if (!isOptions || type.getCallSignatures().length > 0) return [];
    return checker.getPropertiesOfType(type);
  }

  const tags = signature.getJsDocTags();
  const tagTexts = (wanted: string) =>
    tags.filter((tag) => tag.name === wanted).map(({ text }) => plain(text));
  const meanings = new Map(
    tagTexts('param').map((text): [string, string] => {
      const [, option = '', meaning = ''] = /^options\.(\w+)\s+(.*)$/.exec(text) ?? [];
      return [option, meaning];
    }),
  );
  const lines: string[] = [];
  const parameters = signature.getParameters().map((symbol) => {
    const type = checker.getNonNullableType(checker.getTypeOfSymbolAtLocation(symbol, call));
    const options = optionsOf(type);
    const shown = options.length > 0 && type.getSymbol()?.name === '__type' ? '{ ... }' : typeText(type);
    const mark = isOptional(symbol) ? '?' : '';
    const documentation = plain(symbol.getDocumentationComment(checker));
    return {
      head: `${parameterName(symbol)}${mark}: ${shown}`,
      name: parameterName(symbol),
      documentation,
      options,
    };
  });
  const result = ts.isNewExpression(call) ? '' : `: ${typeText(signature.getReturnType())}`;
  const made = ts.isNewExpression(call) ? 'new ' : '';
  lines.push(`${made}${name}(${parameters.map(({ head }) => head).join(', ')})${result}`);
  const documentation = plain(signature.getDocumentationComment(checker));
  if (documentation) lines.push('', documentation);
  for (const { name: parameter, documentation: meaning, options } of parameters) {
    if (!meaning && options.length === 0) continue;
    lines.push('', meaning ? `${parameter}: ${meaning}` : `${parameter}:`);
    for (const option of options) lines.push(`  ${optionText(option)}`);
  }
  for (const text of tagTexts('returns')) lines.push('', `returns: ${text}`);
  return lines.join('\n');

  function optionText(option: TypeScript.Symbol): string {
    const type = checker.getNonNullableType(checker.getTypeOfSymbolAtLocation(option, call));
    const mark = option.flags & ts.SymbolFlags.Optional ? '?' : '';
    const tag = option.getJsDocTags(checker).find(({ name: tagName }) => tagName === 'defaultValue');
    // In a comment of one line TypeScript sees no tag.
    const [meaning, inline = ''] = plain(option.getDocumentationComment(checker)).split(/\s*@defaultValue /);
    const value = (plain(tag?.text) || inline).replace(/^`([^`]*)`$/, '$1');
    const isWords = /[`;]/.test(value);
    const start = `${option.name}${mark}: ${typeText(type)}${value && !isWords ? ` = ${value}` : ''}`;
    const words = value && isWords ? `Default: ${value}.` : '';
    return [start, meaning || meanings.get(option.name), words].filter(Boolean).join('  ');
  }
}
