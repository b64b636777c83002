// An extension of JupyterLab, as a container of module federation: it is loaded as it stands here.
//
// JupyterLab forgets which cell a kernel's message belongs to when its page is reloaded or closed, and never knows it of cells that another
// page has run. So a table of epochs stops where the page was left. The kernel keeps sending it, and fovea puts its identity into the
// output's metadata, which is saved with the notebook: by that this extension finds the output again.
(() => {
  /** The cells of a notebook whose outputs come from requests that this page has not made: by the id of the request. */
  const foreignCells = new WeakMap();

  /** The requests by which this page asked for displays again. */
  const resent = new Set();

  const codeCells = (panel) => [...(panel.content.model?.cells ?? [])].filter(({ type }) => type === 'code');

  /** The output that a display's updates belong to, and its cell. */
  function outputOf(panel, display) {
    for (const cell of codeCells(panel)) {
      for (let i = 0; i < cell.outputs.length; i++) {
        if (cell.outputs.get(i).metadata.fovea_display === display) return { cell, i };
      }
    }
    return undefined;
  }

  /** The cell that a request runs, found by its code where its request is new. */
  function cellOf(panel, { header, parent_header: { msg_id: request }, content }) {
    const cells = foreignCells.get(panel);
    if (header.msg_type !== 'execute_input') return cells.get(request);
    const cell = codeCells(panel).find((one) => one.sharedModel.getSource() === content.code);
    if (!cell) return undefined;
    cells.set(request, cell);
    cell.outputs.clear();
    cell.executionCount = content.execution_count;
    cell.executionState = 'running';
    return cell;
  }

  /** Shows what a request that this page has not made sends. Returns whether the notebook shows it. */
  function show(panel, message) {
    const { transient, ...content } = message.content;
    const request = message.parent_header.msg_id;
    const type = message.header.msg_type;
    if (type === 'update_display_data') {
      const found = outputOf(panel, transient?.display_id);
      if (!found) return false;
      foreignCells.get(panel).set(request, found.cell);
      found.cell.executionState = 'running';
      found.cell.outputs.set(found.i, { output_type: 'display_data', ...content });
      return true;
    }
    const cell = cellOf(panel, message);
    if (!cell) return false;
    if (['display_data', 'execute_result', 'stream', 'error'].includes(type)) {
      cell.outputs.add({ output_type: type, ...content });
    }
    if (type === 'status' && content.execution_state === 'idle') {
      cell.executionState = 'idle';
      foreignCells.get(panel).delete(request);
    }
    return true;
  }

  /** Asks the kernel for what was drawn while no page was open, or this one had not been reloaded yet: where a bar stands still. */
  async function catchUp(panel) {
    await panel.revealed;
    await panel.sessionContext.ready;
    const displays = codeCells(panel)
      .flatMap(({ outputs }) => Array.from({ length: outputs.length }, (_, i) => outputs.get(i)))
      .filter(({ data }) => String(data['text/html'] ?? '').includes('<progress'))
      .flatMap(({ metadata }) => metadata.fovea_display ?? []);
    const kernel = panel.sessionContext.session?.kernel;
    if (!displays.length || !kernel) return;
    const code = `Object.entries(require.cache).filter(([path]) => path.endsWith('/dist/display/jupyter.js')).forEach(([, module]) => module?.exports.resendDisplays(${JSON.stringify(displays)}));`;
    // It waits for the cells that run. What comes belongs to cells that this page has not run.
    const { msg } = kernel.requestExecute({ code, silent: true, store_history: false });
    resent.add(msg.header.msg_id);
  }

  /** Saves what has ended, unless another page does: one that has the kernel too. */
  async function saveIfAlone({ serviceManager }, panel) {
    const { kernels } = serviceManager;
    await kernels.refreshRunning();
    const kernel = [...kernels.running()].find(({ id }) => id === panel.sessionContext.session?.kernel?.id);
    if (kernel?.connections === 1) await panel.context.save();
  }

  function follow(app, panel) {
    foreignCells.set(panel, new Map());
    const saved = new Set();
    void catchUp(panel);
    panel.sessionContext.iopubMessage.connect((_, message) => {
      const own = panel.sessionContext.session?.kernel?.clientId;
      const { header, parent_header: parent, content } = message;
      if (!panel.content.model) return;
      if (parent.session === own && !resent.has(parent.msg_id)) {
        const display = header.msg_type === 'update_display_data' && content.metadata.fovea_display;
        if (!display || saved.has(display)) return;
        // Whoever opens the notebook from now on finds the output by what is saved.
        saved.add(display);
        void panel.context.save();
        return;
      }
      const { model } = panel.content;
      const wasDirty = model.dirty;
      if (!show(panel, message)) return;
      // The page that made the request saves its outputs, and two pages that save disturb each other.
      model.dirty = wasDirty;
      if (header.msg_type === 'status') void saveIfAlone(app, panel);
    });
  }

  const extension = (INotebookTracker) => ({
    id: 'fovea-live-outputs:extension',
    autoStart: true,
    requires: [INotebookTracker],
    activate(app, tracker) {
      tracker.widgetAdded.connect((_, panel) => follow(app, panel));
    },
  });

  let shared;
  globalThis._JUPYTERLAB ??= {};
  globalThis._JUPYTERLAB['fovea-live-outputs'] = {
    init(scope) {
      shared = scope;
    },
    async get() {
      const [{ get }] = Object.values(shared['@jupyterlab/notebook']);
      const { INotebookTracker } = (await get())();
      return () => ({ __esModule: true, default: extension(INotebookTracker) });
    },
  };
})();
