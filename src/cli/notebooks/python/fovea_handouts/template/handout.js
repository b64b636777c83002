for (const script of document.querySelectorAll('.plotly-figure > script[type="application/json"]')) {
  const { data, layout, config } = JSON.parse(script.textContent);
  const figure = script.parentElement;
  Plotly.newPlot(figure.querySelector('.plot'), data, layout, {
    displaylogo: false,
    responsive: true,
    showSendToCloud: false,
    ...config,
  }).then(() => figure.classList.add('drawn'));
}
// What is wider than its place is scrolled by keys too.
for (const element of document.querySelectorAll('pre, .output, .fovea')) {
  if (element.scrollWidth > element.clientWidth) element.tabIndex = 0;
}
