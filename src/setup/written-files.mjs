import { readText, writeWhole } from './stamp.mjs';

/**
 * A step that writes small files; rewritten when their contents, e.g. the paths in them, have changed.
 *
 * @param {{ title: string, needs: string[], doing: string, needed: string, found: string, files: () => Record<string, string> }} step
 *   `found`: what is there when all is right; `files`: the absolute paths of the files, and their texts.
 */
export function writtenFiles({ title, needs, doing, needed, found, files }) {
  const wrong = () => Object.entries(files()).filter(([path, text]) => readText(path) !== text);
  function inspect() {
    const [first] = wrong();
    if (!first) return { right: true, found };
    return {
      right: false,
      found: readText(first[0]) ? 'made for another folder, Node or version of fovea' : 'not installed',
      needed,
      cure: 'npm run setup',
    };
  }
  function mend() {
    for (const [path, text] of wrong()) writeWhole(path, text);
  }
  return { title, needs, doing, inspect, mend };
}
