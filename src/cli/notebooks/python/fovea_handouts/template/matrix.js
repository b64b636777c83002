// A confusion matrix becomes part of the page, so that the pointer shows what a cell counts. Other drawings stay images.
const DRAWN = new Set(['svg', 'g', 'path', 'rect', 'line', 'text', 'tspan']);
const CELL = '[aria-roledescription="rect mark"][aria-label]';
// An attribute that runs something, not the text of another.
const HANDLER = /<(?:[^<>"']|"[^"]*"|'[^']*')*?\son\w+\s*=/;
const tip = document.createElement('div');
tip.className = 'tip';
tip.hidden = true;
document.body.append(tip);

for (const image of document.querySelectorAll('.output > img[src^="data:image/svg+xml;base64,"]')) {
  const bytes = Uint8Array.from(atob(image.src.split(',')[1]), (character) => character.charCodeAt(0));
  const text = new TextDecoder().decode(bytes);
  // Others need not be read, and one that could run something must not be.
  if (!text.includes('rect mark') || HANDLER.test(text)) continue;
  const drawing = new DOMParser().parseFromString(text, 'image/svg+xml');
  const svg = drawing.documentElement;
  const elements = [svg, ...svg.querySelectorAll('*')];
  const isSafe = elements.every(
    (one) =>
      DRAWN.has(one.localName) && one.getAttributeNames().every((name) => !/^on|href|style|^id$/.test(name)),
  );
  if (!isSafe || !svg.querySelector(CELL)) continue;
  svg.setAttribute('class', 'matrix');
  svg.setAttribute('role', 'img');
  svg.setAttribute('aria-label', image.alt);
  image.replaceWith(svg);
  svg.addEventListener('pointermove', ({ target, pageX, pageY }) => {
    const cell = target.closest(CELL);
    tip.hidden = !cell;
    if (!cell) return;
    tip.textContent = cell.getAttribute('aria-label').replaceAll('; ', '\n');
    const left = Math.min(pageX + 14, scrollX + document.documentElement.clientWidth - tip.offsetWidth - 8);
    tip.style.translate = `${Math.max(scrollX, left)}px ${pageY + 14}px`;
  });
  svg.addEventListener('pointerleave', () => {
    tip.hidden = true;
  });
}
