import { HOSTILE } from './gallery';

/** A PNG of one pixel. */
const DOT =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==';
const RUN = 'globalThis.hacked=1';

const MARKUP = [
  `before<script>${RUN}</script>${HOSTILE}after`,
  `<svg onload="${RUN}"><script>${RUN}</script></svg>`,
  `<iframe srcdoc="<script>parent.hacked=1</script>"></iframe><object data="x"></object><embed src="x">`,
  `<a href="javascript:${RUN}">one</a><a href="data:text/html,x">two</a><a href="da&#116;a:text/html,x">three</a>`,
  '<a href="https://example.org/page">four</a><form action="https://example.org/"><button>five</button></form>',
  '<style>@import "https://example.org/x.css";</style><style>.fovea { color: red; }</style>',
  '<div style="background: url(https://example.org/x.png); color: red">six</div>',
  `<style></style/>${HOSTILE}</style>`,
  `<math><mtext><table><mglyph><style><!--</style><img title="--&gt;${HOSTILE}">`,
  `<noscript><p title="</noscript>${HOSTILE}">`,
  '<meta http-equiv="refresh" content="0;url=https://example.org/"><base href="https://example.org/">',
  `<table><tr><td onclick="${RUN}">in a table</td></tr></table><b onmouseover="${RUN}">in bold</b>`,
  `<img src="data:image/png;base64,${DOT}" alt="a dot" onload="${RUN}">`,
  '<img src="https://example.org/x.png" alt="from elsewhere">',
  '<div class="plotly-figure">no figure</div>',
];

const shown = (data: object, metadata: object = {}) => ({ output_type: 'display_data', data, metadata });

/** A notebook in which everything that can carry markup carries some that runs, if a page ever takes it for markup. */
export function hostileNotebook(): string {
  const outputs = [
    ...MARKUP.map((html) => shown({ 'text/html': html, 'text/plain': HOSTILE })),
    shown(
      { 'image/png': `x"/onerror="${RUN}`, 'text/plain': `"><script>${RUN}</script>` },
      { 'image/png': { width: `1" onerror="${RUN}` } },
    ),
    shown({
      'image/svg+xml': `<svg xmlns="http://www.w3.org/2000/svg" onload="${RUN}"><script>${RUN}</script></svg>`,
    }),
    shown({ 'application/javascript': RUN, 'text/plain': HOSTILE }),
    shown({ 'text/markdown': `**in bold** ${HOSTILE}` }),
    shown({ 'text/latex': `$\\text{${HOSTILE}}$` }),
    shown({
      'application/vnd.plotly.v1+json': {
        data: [{ type: 'bar', x: [`</script><script>${RUN}</script><!--<script>`], y: [1] }],
        layout: { title: { text: HOSTILE } },
      },
    }),
    { output_type: 'stream', name: 'stdout', text: HOSTILE },
    { output_type: 'error', ename: HOSTILE, evalue: HOSTILE, traceback: [HOSTILE] },
  ];
  const prose = [
    `# A title ${HOSTILE}`,
    `## a formula $x$ ${HOSTILE}`,
    `$\\text{${HOSTILE}}$ and $$\\href{javascript:${RUN}}{y}$$`,
    `<a title="x > $a$" onclick="${RUN}">a formula</a> [link](javascript:${RUN}) ![a > $x$](data:text/html,x)`,
    `<script>${RUN}</script>`,
    '![](https://example.org/x.png)',
  ].join('\n\n');
  return JSON.stringify({
    cells: [
      { cell_type: 'markdown', id: 'prose', metadata: {}, source: prose },
      { cell_type: 'raw', id: 'raw', metadata: { raw_mimetype: 'text/html' }, source: HOSTILE },
      { cell_type: 'code', id: 'code', metadata: {}, source: `'${HOSTILE}'`, execution_count: 1, outputs },
    ],
    metadata: {
      fovea: { executed: HOSTILE, minutes: HOSTILE, machine: HOSTILE, facts: HOSTILE },
      kernelspec: { name: 'tslab', display_name: 'TypeScript (tslab)', language: 'typescript' },
    },
    nbformat: 4,
    nbformat_minor: 5,
  });
}
