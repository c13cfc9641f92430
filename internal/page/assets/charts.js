// Charts as SVG, made of elements: no text from outside becomes markup.

const space = 'http://www.w3.org/2000/svg';

export function element(name, attributes = {}, text) {
  const e = document.createElementNS(space, name);
  for (const [key, value] of Object.entries(attributes)) e.setAttribute(key, value);
  if (text !== undefined) e.textContent = text;
  return e;
}

export function html(name, properties = {}, ...children) {
  const e = Object.assign(document.createElement(name), properties);
  e.append(...children);
  return e;
}

export const color = (name) => getComputedStyle(document.documentElement).getPropertyValue('--' + name).trim();

// short writes a number with three digits and a suffix.
export function short(x) {
  if (x === null || x === undefined || !isFinite(x)) return '–';
  const size = Math.abs(x);
  for (const [limit, suffix] of [[1e12, 'T'], [1e9, 'G'], [1e6, 'M'], [1e3, 'k']]) if (size >= limit) return digits(x / limit) + suffix;
  return digits(x);
}

const digits = (x) => (x === 0 ? '0' : String(Number(x.toPrecision(3))));

// unit writes a small quantity with its unit: [number, unit].
export function unit(x, name) {
  if (!x) return ['0', name];
  for (const [limit, prefix] of [[1, ''], [1e-3, 'm'], [1e-6, 'µ'], [1e-9, 'n'], [1e-12, 'p']]) if (Math.abs(x) >= limit) return [digits(x / limit), prefix + name];
  return [digits(x / 1e-15), 'f' + name];
}

export function duration(seconds) {
  if (seconds === null || seconds === undefined) return '–';
  const s = Math.round(seconds), pad = (n) => String(n).padStart(2, '0');
  if (s >= 86400) return Math.floor(s / 86400) + ' d ' + Math.floor(s % 86400 / 3600) + ' h';
  return s >= 3600 ? Math.floor(s / 3600) + ':' + pad(Math.floor(s % 3600 / 60)) + ':' + pad(s % 60) : Math.floor(s / 60) + ':' + pad(s % 60);
}

export function bytes(n) {
  for (const [limit, name] of [[2 ** 30, 'GiB'], [2 ** 20, 'MiB'], [2 ** 10, 'KiB']]) if (n >= limit) return digits(n / limit) + ' ' + name;
  return n + ' B';
}

// ticks are about n round numbers between two.
export function ticks(low, high, n) {
  const raw = (high - low) / n || 1, power = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 5, 10].find((f) => f * power >= raw) * power, all = [];
  for (let t = Math.ceil(low / step - 1e-9) * step; t <= high + step * 1e-9; t += step) all.push(Number(t.toPrecision(12)));
  return all;
}

const range = (values, low, high) => {
  for (const v of values) { low = Math.min(low, v); high = Math.max(high, v); }
  return low < high ? [low, high] : [low, low + 1];
};

// lines draws series {name, color, points: [[x, y], …], right, marks, steps} over one axis, with one or two scales.
export function lines(box, series, { label, unitX = '', left = {}, right, height = 230, verticals = [] }) {
  const width = Math.max(280, box.clientWidth || 600), pad = { l: 40, r: right ? 40 : 12, t: 10, b: 22 };
  const svg = element('svg', { viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-label': label });
  const all = series.flatMap((s) => s.points);
  if (all.length === 0) {
    svg.append(element('text', { x: width / 2, y: height / 2, 'text-anchor': 'middle' }, 'nothing yet'));
    return box.replaceChildren(svg);
  }
  const [x0, x1] = range(all.map((p) => p[0]), left.x0 ?? Infinity, left.x1 ?? -Infinity);
  const bounds = (of, scale) => range(of.flatMap((s) => s.points.map((p) => p[1])), scale.low ?? Infinity, scale.high ?? -Infinity);
  const scales = [[series.filter((s) => !s.right), left], [series.filter((s) => s.right), right]].map(([of, scale]) => scale && (of.length ? bounds(of, scale) : [0, 1]));
  const x = (v) => pad.l + (v - x0) / (x1 - x0) * (width - pad.l - pad.r);
  const y = (v, s) => { const [lo, hi] = scales[s]; return height - pad.b - (v - lo) / (hi - lo) * (height - pad.t - pad.b); };
  for (const t of ticks(...scales[0], 4)) {
    svg.append(element('line', { class: 'gridline', x1: pad.l, x2: width - pad.r, y1: y(t, 0), y2: y(t, 0) }));
    svg.append(element('text', { x: pad.l - 6, y: y(t, 0) + 4, 'text-anchor': 'end' }, short(t)));
  }
  if (right) for (const t of ticks(...scales[1], 4)) svg.append(element('text', { x: width - pad.r + 6, y: y(t, 1) + 4 }, short(t)));
  for (const t of ticks(x0, x1, Math.min(8, width / 80))) svg.append(element('text', { x: x(t), y: height - 6, 'text-anchor': 'middle' }, short(t) + unitX));
  svg.append(element('line', { class: 'axis', x1: pad.l, x2: width - pad.r, y1: height - pad.b, y2: height - pad.b }));
  for (const v of verticals) svg.append(element('line', { x1: x(v.x), x2: x(v.x), y1: v.top ? pad.t : height - pad.b - 7, y2: v.top ? pad.t + 12 : height - pad.b, stroke: v.color, 'stroke-width': v.top ? 2.5 : 1, opacity: v.opacity ?? 1 }));
  for (const s of series) {
    const at = s.points.map((p) => [x(p[0]), y(p[1], s.right ? 1 : 0)]);
    if (at.length > 1) svg.append(element('polyline', { points: at.map((p) => p.map((v) => v.toFixed(1)).join(',')).join(' '), fill: 'none', stroke: s.color, 'stroke-width': s.width ?? 1.6, 'stroke-linejoin': 'round', 'stroke-dasharray': s.dashes ?? 'none' }));
    if (s.marks || at.length === 1) for (const p of at) svg.append(element('circle', { cx: p[0], cy: p[1], r: 2.6, fill: s.color }));
  }
  follow(svg, series, { x, width, height, pad, x0, x1, unitX });
  box.replaceChildren(svg);
}

// follow shows the values under the pointer.
function follow(svg, series, { x, width, height, pad, x0, x1, unitX }) {
  const line = element('line', { class: 'cursor', y1: pad.t, y2: height - pad.b, visibility: 'hidden' });
  const text = element('text', { y: pad.t + 2, visibility: 'hidden' });
  svg.append(line, text);
  svg.addEventListener('pointermove', (e) => {
    const at = x0 + ((e.clientX - svg.getBoundingClientRect().left) * width / svg.clientWidth - pad.l) / (width - pad.l - pad.r) * (x1 - x0);
    const near = series.filter((s) => s.points.length).map((s) => [s, s.points.reduce((a, b) => (Math.abs(b[0] - at) < Math.abs(a[0] - at) ? b : a))]);
    if (!near.length || at < x0 || at > x1) return;
    text.textContent = near.map(([s, p]) => s.name + ' ' + short(p[1])).join('   ') + '   at ' + short(at) + unitX;
    const isRight = x(at) > width / 2;
    for (const [k, v] of Object.entries({ x: x(at) + (isRight ? -8 : 8), 'text-anchor': isRight ? 'end' : 'start', visibility: 'visible' })) text.setAttribute(k, v);
    for (const [k, v] of Object.entries({ x1: x(at), x2: x(at), visibility: 'visible' })) line.setAttribute(k, v);
  });
  svg.addEventListener('pointerleave', () => { line.setAttribute('visibility', 'hidden'); text.setAttribute('visibility', 'hidden'); });
}

// columns draws one column for each value, from 0.
export function columns(box, values, { label, low, high, of = () => color('forward'), height = 120 }) {
  const width = Math.max(200, box.clientWidth || 300), pad = 18;
  const svg = element('svg', { viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-label': label });
  const [bottom, top] = range(values, 0, 0), scale = (v) => height - pad - (v - bottom) / (top - bottom) * (height - pad - 4), step = width / Math.max(1, values.length);
  values.forEach((v, i) => svg.append(element('rect', { x: i * step + 0.5, width: Math.max(1, step - 1), y: Math.min(scale(v), scale(0)), height: Math.max(0.5, Math.abs(scale(v) - scale(0))), fill: of(v), rx: 1.5 })));
  svg.append(element('line', { class: 'axis', x1: 0, x2: width, y1: scale(0), y2: scale(0) }));
  svg.append(element('text', { x: 0, y: height - 4 }, low), element('text', { x: width, y: height - 4, 'text-anchor': 'end' }, high));
  box.replaceChildren(svg);
}

// bars fills a table with a bar for each row {name, value, kind, text}.
export function bars(table, rows) {
  const most = Math.max(...rows.map((r) => r.value), 1e-300), body = table.tBodies[0];
  while (body.rows.length < rows.length) body.append(html('tr', {}, html('th', { scope: 'row' }), html('td', {}, html('div')), html('td')));
  rows.forEach((r, i) => {
    const [name, bar, text] = body.rows[i].children;
    body.rows[i].className = r.value ? '' : 'none';
    name.textContent = r.name;
    bar.firstChild.className = 'bar ' + r.kind;
    bar.firstChild.style.width = (100 * r.value / most).toFixed(2) + '%';
    text.textContent = r.text;
  });
}

// mixed is a color between two, as the canvas and SVG take it.
export const mixed = (a, b, share) => `color-mix(in srgb, ${b} ${(100 * Math.min(1, Math.max(0, share))).toFixed(1)}%, ${a})`;

// per says what numbers are of: a sample, or a second of biological time in a free run.
export const per = () => (document.body.classList.contains('free') ? ' a second' : ' a sample');
