import type { Language } from './language';
import type { Content } from './messages';
import { callAround, signatureText } from './signature';
import type { Tslab } from './tslab';

/** Answers what a front end asks while code is written. */
export interface Inspection {
  complete(request: Content): Content;
  /** What stands at the cursor; within the brackets of a call the signature of what is called. */
  inspect(request: Content): Content;
}

/**
 * @param tslab Its modules.
 * @param language Knows what was declared.
 */
export function inspection(
  { ts, inspect, program, sourceFile }: Pick<Tslab, 'ts' | 'inspect' | 'program' | 'sourceFile'>,
  language: Language,
): Inspection {
  /** The signature of the call that a position is in, in code that was just given to `language`. */
  function signatureAt(code: string, position: number): string | undefined {
    const file = sourceFile();
    const call = callAround(ts, file, position + file.text.length - code.length);
    return call && signatureText(ts, program().getTypeChecker(), call);
  }
  return {
    complete({ code, cursor_pos: cursor }) {
      const text = String(code);
      const { start, end, candidates } = language.complete(text, toUtf16(text, Number(cursor)));
      return {
        status: 'ok',
        matches: candidates,
        cursor_start: toCharacters(text, start),
        cursor_end: toCharacters(text, end),
        metadata: {},
      };
    },
    inspect({ code, cursor_pos: cursor }) {
      const text = String(code);
      const position = toUtf16(text, Number(cursor));
      const atCursor = language.inspect(text, position);
      // After a bracket, a comma or a value the question is about the call.
      const isName =
        /[\p{ID_Continue}$]/u.test(text.charAt(position)) ||
        /[\p{ID_Start}$]$/u.test(text.slice(0, position));
      const said = (isName && atCursor && inspect.printQuickInfo(atCursor)) || signatureAt(text, position);
      const shown = said ?? (atCursor && inspect.printQuickInfo(atCursor));
      return {
        status: 'ok',
        found: Boolean(shown),
        data: shown ? { 'text/plain': shown } : {},
        metadata: {},
      };
    },
  };
}

/** Jupyter counts characters, JavaScript their halves where they have two. */
function toUtf16(text: string, characters: number): number {
  return Array.from(text).slice(0, characters).join('').length;
}

function toCharacters(text: string, position: number): number {
  return Array.from(text.slice(0, position)).length;
}
