import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import { test } from 'node:test';
import * as ts from '@tslab/typescript-for-tslab';

const root = join(__dirname, '..');
const src = join(root, 'src');

/** Each may import only from itself and those before it. */
const LAYERS = [
  'base',
  'kernel',
  'tensorflow',
  'images',
  'datasets',
  'transforms',
  'data',
  'models',
  'training',
  'interpret',
  'display',
  'vision',
  'layers',
  'show-methods',
  'index',
  'cli',
];

/** Who alone may import a heavy library: a file, or a whole layer. */
const OWNERS: Record<string, RegExp> = {
  'pure-rand': /^base\/random\.ts$/,
  '@tensorflow/': /^tensorflow\/(tfjs-internals|addon-check)\.ts$/,
  sharp: /^images\//,
  tslab: /^(display|kernel)\//,
  vega: /^display\//,
  'vega-lite': /^display\//,
  tar: /^datasets\//,
  undici: /^datasets\//,
  'csv-parse': /^data\/csv\.ts$/,
};

interface Import {
  readonly from: string;
  readonly to: string;
  readonly typesOnly: boolean;
}

const files = readdirSync(src, { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.(ts|mjs)$/.test(name))
  .sort();
const library = files.filter((name) => name.endsWith('.ts'));
const layerOf = (file: string) => (file.includes('/') ? file.split('/')[0] : file.replace(/\.ts$/, ''));

function importsOf(file: string): Import[] {
  const text = readFileSync(join(src, file), 'utf8');
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true);
  const found: Import[] = [];
  const add = (node: ts.Node | undefined, typesOnly: boolean) => {
    if (node && ts.isStringLiteral(node)) found.push({ from: file, to: node.text, typesOnly });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) {
      const { importClause: clause } = node;
      const named = clause?.namedBindings;
      const onlyTypes =
        named && ts.isNamedImports(named) && named.elements.every((element) => element.isTypeOnly);
      add(node.moduleSpecifier, Boolean(clause?.isTypeOnly || (onlyTypes && !clause?.name)));
    } else if (ts.isExportDeclaration(node)) add(node.moduleSpecifier, node.isTypeOnly);
    else if (ts.isCallExpression(node)) {
      const isImport = node.expression.kind === ts.SyntaxKind.ImportKeyword;
      const isRequire = ts.isIdentifier(node.expression) && node.expression.text === 'require';
      if (isImport || isRequire) add(node.arguments[0], false);
    } else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument))
      add(node.argument.literal, true);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

const imports = library.flatMap(importsOf);

/** The file an import of ours leads to, relative to src/; undefined for packages. */
function target({ from, to }: Import): string | undefined {
  if (!to.startsWith('.')) return undefined;
  const path = normalize(join(dirname(from), to));
  return [`${path}.ts`, join(path, 'index.ts')].find((name) => library.includes(name)) ?? path;
}

test('every file belongs to a layer, and imports only from its own or an earlier one', () => {
  const wrong: string[] = [];
  for (const name of library) if (!LAYERS.includes(layerOf(name))) wrong.push(`${name} is in no layer`);
  for (const edge of imports) {
    const file = target(edge);
    if (!file) continue;
    if (LAYERS.indexOf(layerOf(file)) > LAYERS.indexOf(layerOf(edge.from))) {
      wrong.push(`${edge.from} imports ${file}`);
    }
  }
  assert.deepEqual(wrong, []);
});

test('no files import each other in a circle, not even for types', () => {
  const next = new Map(library.map((name) => [name, [] as string[]]));
  for (const edge of imports) {
    const file = target(edge);
    if (file) next.get(edge.from)?.push(file);
  }
  const done = new Set<string>();
  const circleFrom = (file: string, path: readonly string[]): string[] | undefined => {
    if (path.includes(file)) return [...path.slice(path.indexOf(file)), file];
    if (done.has(file)) return undefined;
    for (const following of next.get(file) ?? []) {
      const circle = circleFrom(following, [...path, file]);
      if (circle) return circle;
    }
    done.add(file);
    return undefined;
  };
  const circles = library.map((name) => circleFrom(name, [])?.join(' > ')).filter(Boolean);
  assert.deepEqual([...new Set(circles)], []);
});

test('each heavy library has one owner', () => {
  const wrong = imports.filter(({ from, to }) =>
    Object.entries(OWNERS).some(
      ([name, owner]) =>
        (to === name || to.startsWith(name.endsWith('/') ? name : `${name}/`)) && !owner.test(from),
    ),
  );
  assert.deepEqual(
    wrong.map(({ from, to }) => `${from} imports ${to}`),
    [],
  );
});

test('tslab, vega and vega-lite are imported by one file each', () => {
  for (const name of ['tslab', 'vega', 'vega-lite']) {
    const users = new Set(
      imports.filter(({ to, typesOnly }) => to === name && !typesOnly).map(({ from }) => from),
    );
    assert.ok(users.size <= 1, `${name}: ${[...users].join(', ')}`);
  }
});

test("only tensorflow/tfjs-internals.ts reaches tfjs's engine and backend, or casts to what is inside", () => {
  const reaches = /\b(engine|backend|nodeBackend)\(\)/;
  const textOf = (name: string) => readFileSync(join(src, name), 'utf8');
  const others = library.filter((name) => name !== 'tensorflow/tfjs-internals.ts');
  assert.deepEqual(
    others.filter((name) => reaches.test(textOf(name))),
    [],
  );
  assert.deepEqual(
    others.filter(
      (name) => /^(tensorflow|models)\//.test(name) && /\bas (unknown as|any)\b/.test(textOf(name)),
    ),
    [],
  );
  assert.match(textOf('tensorflow/tfjs-internals.ts'), reaches);
});

test('environment variables are read by commands, by the kernel, by what finds data and by what sets up TensorFlow', () => {
  const reads = /\bprocess\.env\b/;
  assert.deepEqual(
    library.filter(
      (name) =>
        !/^(cli|kernel|datasets|tensorflow)\//.test(name) &&
        reads.test(readFileSync(join(src, name), 'utf8')),
    ),
    [],
  );
});

test('set-up imports only Node and itself', () => {
  for (const name of files.filter((file) => file.endsWith('.mjs'))) {
    for (const { to } of importsOf(name)) assert.match(to, /^(node:|\.\/)/, `${name} imports ${to}`);
  }
});

test('no file or folder is called utils, helpers, common or misc', () => {
  assert.deepEqual(
    files.filter((name) => /(^|\/)(utils?|helpers?|common|misc)(\.|\/)/.test(name)),
    [],
  );
});

const NODE_10 = { moduleResolution: ts.ModuleResolutionKind.Node10 };

/** The declarations that the notebook kernel reads for a module of the library. */
function declarationsOf(module: string): string {
  const cell = join(root, 'notebooks', 'cell.ts');
  return ts.resolveModuleName(module, cell, NODE_10, ts.sys).resolvedModule?.resolvedFileName ?? '';
}

test('fovea and fovea/layers are found by the notebook kernel and by Node', () => {
  for (const [module, file] of [
    ['fovea', 'index'],
    ['fovea/layers', 'layers'],
  ]) {
    assert.equal(
      relative(root, declarationsOf(module)).replace('node_modules/fovea/', ''),
      `dist/${file}.d.ts`,
    );
    assert.equal(relative(root, require.resolve(module)), join('dist', `${file}.js`));
  }
});

test('every export of the library is documented, and TypeScript 5.0 reads its declarations', () => {
  const entries = ['index', 'layers'].map((name) => join(root, 'dist', `${name}.d.ts`));
  const options = { ...NODE_10, strict: true, noEmit: true, target: ts.ScriptTarget.ES2022 };
  const program = ts.createProgram(entries, options);
  const checker = program.getTypeChecker();
  const own = program
    .getSourceFiles()
    .filter(({ fileName }) => !relative(join(root, 'dist'), fileName).startsWith('..'));
  assert.deepEqual(
    own
      .flatMap((file) => [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)])
      .map(({ messageText }) => messageText),
    [],
  );
  const undocumented = entries
    .map((entry) => program.getSourceFile(entry))
    .map((source) => source && checker.getSymbolAtLocation(source))
    .flatMap((module) => {
      assert.ok(module, 'dist/ lacks an entry: run "npm run build"');
      return checker.getExportsOfModule(module);
    })
    .map((symbol) => (symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol))
    .filter((symbol) => !symbol.getDocumentationComment(checker).length)
    .filter((symbol) => symbol.declarations?.some((node) => own.includes(node.getSourceFile())))
    .map((symbol) => symbol.name);
  assert.deepEqual(undocumented, []);
});
