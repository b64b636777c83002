import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { COMPILERS, compiling, findCompiler, linkLibrary, neededCompiler } from './compiler.mjs';
import { compileObjects, keepOnly } from './objects.mjs';
import { hashOf, readText, writeWhole } from './stamp.mjs';
import { installedTensorflow, LIBRARIES } from './tensorflow-library.mjs';
import { addonPackage, isTensorflowLinked, linkTensorflow } from './tensorflow-links.mjs';

const NEEDED = "tfjs-node's addon, compiled against TensorFlow's library";

const versionOf = (folder) => JSON.parse(readText(join(folder, 'package.json')) ?? '{}').version;

/**
 * The addon of `@tensorflow/tfjs-node-gpu`, compiled from the package's own sources. The prebuilt one needs a TensorFlow of
 * 2022 that is downloaded from a web host; this one uses the wheel's library through links.
 *
 * @param {{ compilers?: string[] }} options The machine's compilers to try.
 */
export function nativeAddon(root, { compilers = COMPILERS } = {}) {
  const folder = addonPackage(root);
  const headers = join(root, 'node_modules', 'node-api-headers');
  const addon = join(folder, 'lib', 'napi-v8', 'tfjs_binding.node');
  const stamp = join(folder, 'lib', 'napi-v8', '.fovea-addon');
  const store = join(root, '.cache', 'objects', 'addon');
  const wanted = () =>
    hashOf(installedTensorflow(root) ?? '', versionOf(folder) ?? '', versionOf(headers) ?? '', process.arch);

  function inspect() {
    const [made, by] = (readText(stamp) ?? '').split('\n');
    const compiler = findCompiler(compilers);
    const isMade = made === wanted() && existsSync(addon) && isTensorflowLinked(root);
    if (isMade && (!compiler || by === compiler.version)) return { right: true, found: `compiled by ${by}` };
    return {
      right: false,
      found: existsSync(addon) ? 'an addon for another TensorFlow, or by another compiler' : 'no addon',
      needed: NEEDED,
      cure: 'npm run setup',
    };
  }

  /**
   * A library with the name of another one, and nothing in it. The addon takes only the name from the library that it is linked to: its
   * symbols are looked up when it is loaded. From TensorFlow's, a gigabyte, GNU's linker would read all symbols, which takes 10 seconds.
   */
  async function emptyLibrary(compiler, name, context) {
    const path = join(store, name);
    const args = ['-shared', '-nostdlib', `-Wl,-soname,${name}`, '-x', 'c++', '/dev/null'];
    await linkLibrary(compiler, args, { to: path, ...context });
    return path;
  }

  async function mend({ log }) {
    const compiler = await neededCompiler(root, compilers, { needed: NEEDED, log });
    rmSync(stamp, { force: true });
    linkTensorflow(root);
    mkdirSync(dirname(addon), { recursive: true });
    const context = { cwd: folder, log, needed: NEEDED };
    const includes = ['-I.', '-Ideps/include', `-I${join(headers, 'include')}`];
    const options = ['-O2', '-std=c++17', '-fPIC', '-w', '-DNAPI_VERSION=8', ...includes];
    const units = ['binding/tfjs_backend.cc', 'binding/tfjs_binding.cc'].map((source) => ({
      source,
      options,
      content: [wanted(), readText(join(folder, source)) ?? ''],
    }));
    const objects = await compileObjects(compiler, units, { store, ...context });
    // By their paths: Zig would add the folder of a -L to the run path.
    const libraries = [
      compiler.isPackaged ? 'deps/lib/libtensorflow.so' : await emptyLibrary(compiler, LIBRARIES[0], context),
      'deps/lib/libtensorflow_framework.so',
    ];
    const paths = ['-Wl,--no-as-needed', ...libraries, '-Wl,-rpath,$ORIGIN/../../deps/lib'];
    await linkLibrary(compiler, ['-shared', ...objects, ...paths], { to: addon, ...context });
    keepOnly(objects, store);
    writeWhole(stamp, `${wanted()}\n${compiler.version}`);
  }

  return {
    title: 'TensorFlow addon',
    needs: ['npm packages', 'TensorFlow'],
    seconds: 5,
    get doing() {
      return compiling(compilers);
    },
    inspect,
    mend,
  };
}
