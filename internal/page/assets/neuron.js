import { html, element, color, short, lines, columns } from './charts.js';

const at = (id) => document.getElementById(id);
const milli = (times) => (times || []).map((t) => 1e3 * t);

// show shows what a neuron answered.
export function show(n) {
  at('neuron').hidden = false;
  const s = n.sample, rate = n.mean_rate === null ? '' : `, mean rate ${short(n.mean_rate)} spikes a sample`;
  const spikes = s ? `; in sample ${s.number} it fired ${(s.fired || []).length} times` : '; no sample has been seen yet';
  at('neuron-lead').textContent = `Neuron ${n.neuron} of ${n.name}: ${n.synapses} synapses, ${n.steps} optimiser steps${rate}${spikes}.` + (s?.omitted ? ` No course: ${s.omitted}.` : '');
  course(s);
  const w = n.weights;
  columns(at('neuron-weights'), w.counts, { label: `Histogram of ${n.synapses} weights from ${short(w.least)} to ${short(w.most)}`, low: short(w.least), high: short(w.most) });
  const row = n.feedback || [];
  if (row.length) columns(at('neuron-feedback'), row, { label: 'Feedback weights by output: ' + row.map(short).join(', '), low: 'output 0', high: 'output ' + (row.length - 1), of: (v) => color(v < 0 ? 'negative' : 'positive') });
  else at('neuron-feedback').replaceChildren(html('p', { className: 'fine', textContent: 'It has none: the error reaches it directly.' }));
  at('neuron-synapses').tBodies[0].replaceChildren(...(n.largest || []).map((y) => html('tr', {}, html('td', { textContent: y.from }), html('td', { textContent: short(y.weight) }), html('td', { textContent: short(y.eligibility * 1e3) }), html('td', {}, spark(y.trace || [])))));
}

// course draws potential and current of the sample.
function course(s) {
  if (!s?.times) return at('neuron-course').replaceChildren();
  const t = milli(s.times), most = Math.max(...(s.grades || []).map(Math.abs), 1e-9);
  lines(at('neuron-course'), [
    { name: 'current', color: color('loss'), right: true, width: 1, points: t.map((x, i) => [x, s.current[i]]) },
    { name: 'threshold', color: color('none'), dashes: '4 3', points: [[0, s.threshold], [1e3 * s.end_seconds, s.threshold]] },
    { name: 'potential', color: color('test'), points: t.map((x, i) => [x, s.potential[i]]) },
  ], {
    label: `Potential and current in sample ${s.number}; ${(s.arrivals || []).length} arrivals, ${(s.spikes || []).length} spikes`, unitX: ' ms', right: {}, left: { high: s.threshold * 1.1 },
    verticals: [
      ...milli(s.arrivals).map((x) => ({ x, color: color('soft'), opacity: 0.35 })),
      ...milli(s.fired).map((x, i) => ({ x, top: true, color: color(!s.grades[i] ? 'ink' : s.grades[i] < 0 ? 'negative' : 'positive'), opacity: 0.45 + 0.55 * Math.abs(s.grades[i]) / most })),
    ],
  });
}

// spark draws a trace in a cell.
function spark(values) {
  const svg = element('svg', { viewBox: '0 0 60 12', 'aria-hidden': 'true' });
  const all = [0, ...values], low = Math.min(...all), high = Math.max(...all), y = (v) => 11 - 10 * (v - low) / (high - low || 1);
  const points = all.flatMap((v, i) => [[i * 60 / all.length, y(v)], [(i + 1) * 60 / all.length, y(v)]]);
  svg.append(element('polyline', { points: points.map((p) => p.map((v) => v.toFixed(1)).join(',')).join(' '), fill: 'none', stroke: color('forward'), 'stroke-width': 1.2 }));
  return svg;
}

// raster draws the spikes of a sample on a canvas, population over population, by grade.
export function raster(canvas, r, populations) {
  const width = Math.max(280, canvas.parentNode.clientWidth), shown = r.populations.filter((p) => populations[p.population]);
  const weight = (p) => Math.sqrt(populations[p.population].neurons) + 3, all = shown.reduce((sum, p) => sum + weight(p), 0);
  const height = Math.min(460, Math.max(200, 40 * shown.length + 120)), ratio = window.devicePixelRatio || 1, left = 74, bottom = 20;
  Object.assign(canvas, { width: width * ratio, height: height * ratio });
  const c = canvas.getContext('2d');
  c.scale(ratio, ratio);
  c.font = '11px system-ui, sans-serif';
  const most = Math.max(...shown.flatMap((p) => p.grades.map(Math.abs)), 1e-9), colors = Object.fromEntries(['negative', 'none', 'positive', 'soft', 'line', 'ink'].map((k) => [k, color(k)]));
  let top = 4;
  for (const p of shown) {
    const n = populations[p.population].neurons, band = (height - bottom - 8) * weight(p) / all - 6, mark = Math.max(2, Math.min(8, band / n));
    c.fillStyle = colors.soft;
    c.fillText(populations[p.population].name.slice(0, 12), 0, top + 12);
    c.fillText(String(n), 0, top + 25);
    c.strokeStyle = colors.line;
    c.strokeRect(left + 0.5, top + 0.5, width - left - 2, band);
    p.neurons.forEach((neuron, i) => {
      const g = p.grades[i], share = Math.sqrt(Math.abs(g) / most);
      c.fillStyle = g === 0 ? colors.none : g < 0 ? colors.negative : colors.positive;
      c.globalAlpha = g === 0 ? 0.9 : 0.35 + 0.65 * share;
      c.fillRect(left + p.times[i] / r.end_seconds * (width - left - 4), top + 1 + neuron / n * (band - mark), 2, mark);
    });
    c.globalAlpha = 1;
    top += band + 6;
  }
  c.fillStyle = colors.soft;
  for (let k = 0; k <= 4; k++) {
    c.textAlign = k === 4 ? 'right' : k === 0 ? 'left' : 'center';
    c.fillText(short(1e3 * r.end_seconds * k / 4) + ' ms', left + k / 4 * (width - left - 4), height - 5);
  }
  c.textAlign = 'left';
  canvas.style.height = height + 'px';
}
