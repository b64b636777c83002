/** Markup that is safe to put into a page. Only the template tag `html` makes it. */
export class Html {
  /** @param text Markup whose variable parts are escaped already. */
  constructor(readonly text: string) {}

  toString(): string {
    return this.text;
  }
}

/** A value in a `${}` of `html`: text is escaped, markup is kept, lists are joined, undefined and false are left out. */
export type HtmlValue = string | number | Html | readonly HtmlValue[] | undefined | false;

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&#34;',
  "'": '&#39;',
};

/**
 * Text escaped for use inside markup or between quotes.
 *
 * @param text Anything, e.g. a file name.
 * @returns The same with `& < > " '` as entities.
 */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character]);
}

/**
 * A template tag for markup: every value is escaped unless it is markup itself.
 * html`<b>${'<img>'}</b>` is `<b>&lt;img&gt;</b>`.
 *
 * @returns The markup; `.text` is the string.
 */
export function html(parts: TemplateStringsArray, ...values: HtmlValue[]): Html {
  return new Html(parts.map((part, i) => (i === 0 ? part : write(values[i - 1]) + part)).join(''));
}

/**
 * A label as markup that may break after each underscore, semicolon, slash or blank. Copied text is the label unchanged.
 *
 * @param text E.g. `german_shorthaired`.
 */
export function breakableLabel(text: string): Html {
  return new Html(
    text
      .split(/(?<=[_;/])/)
      .map(escapeHtml)
      .join('<wbr>'),
  );
}

function write(value: HtmlValue): string {
  if (value === undefined || value === false) return '';
  if (value instanceof Html) return value.text;
  if (Array.isArray(value)) return value.map(write).join('');
  return escapeHtml(String(value));
}
