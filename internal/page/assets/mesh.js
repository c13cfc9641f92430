import { element, html, color, short, lines, mixed, per } from './charts.js';

let chosen = null;

// draw draws cores by operations and links by packets, and calls choose with the number of a core that is chosen.
export function draw(box, mesh, populations, choose) {
  const cores = mesh.cores || [], links = mesh.links || [], size = 44, gap = 18, step = size + gap, edge = 8;
  const width = mesh.width * step - gap + 2 * edge, height = mesh.height * step - gap + 2 * edge;
  const most = Math.max(...cores.map((c) => c.operations), 1e-9), mostPackets = Math.max(...links.map((l) => l.forward_packets + l.learning_packets), 1e-9);
  const busiest = cores.reduce((a, b) => (b.operations > a.operations ? b : a), cores[0]);
  const focused = document.activeElement?.dataset?.core;
  const svg = element('svg', { viewBox: `0 0 ${width} ${height}`, role: 'group', 'aria-label': `Mesh of ${mesh.width} by ${mesh.height} cores; arrow keys move, Enter chooses` });
  svg.style.maxHeight = '24rem';
  const taken = new Set(cores.map((c) => c.x + ' ' + c.y));
  for (let x = 0; x < mesh.width; x++) for (let y = 0; y < mesh.height; y++) if (!taken.has(x + ' ' + y)) svg.append(element('rect', { class: 'mesh-empty', x: edge + x * step, y: edge + y * step, width: size, height: size, rx: 5 }));
  for (const l of links) svg.append(link(l, mostPackets, { size, gap, step, edge }));
  const order = [...cores].sort((a, b) => a.y - b.y || a.x - b.x);
  order.forEach((c, i) => {
    const rect = element('rect', { class: 'mesh-core', x: edge + c.x * step, y: edge + c.y * step, width: size, height: size, rx: 5, role: 'button', tabindex: i === 0 ? 0 : -1, 'data-core': c.core, 'aria-label': describe(c, populations) });
    rect.style.fill = mixed('var(--cold)', 'var(--hot)', Math.sqrt(c.operations / most));
    if (c === busiest && cores.length > 1) rect.classList.add('busiest');
    if (c.core === chosen) rect.classList.add('chosen');
    rect.append(element('title', {}, describe(c, populations)));
    const pick = () => { chosen = c.core; for (const r of svg.querySelectorAll('.mesh-core')) r.classList.toggle('chosen', r === rect); choose(c.core); };
    rect.addEventListener('click', pick);
    rect.addEventListener('keydown', (e) => {
      if (e.key === 'Enter' || e.key === ' ') { e.preventDefault(); return pick(); }
      const move = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] }[e.key];
      const next = move && order.find((o) => o.x === c.x + move[0] && o.y === c.y + move[1]);
      if (!next) return;
      e.preventDefault();
      svg.querySelector(`[data-core="${next.core}"]`).focus();
    });
    svg.append(rect);
  });
  box.replaceChildren(svg);
  if (focused !== undefined) svg.querySelector(`[data-core="${CSS.escape(focused)}"]`)?.focus();
  return busiest;
}

const describe = (c, populations) => `core ${c.core} at ${c.x}, ${c.y}: ${c.neurons} neurons${populations[c.population] ? ' of ' + populations[c.population].name : ''}, ${short(c.operations)} operations, ${short(c.packets_in)} packets in and ${short(c.packets_out)} out${per()}`;

function link(l, most, { size, gap, step, edge }) {
  const share = (l.forward_packets + l.learning_packets) / most, x = edge + l.x * step, y = edge + l.y * step, off = 7;
  const mid = size / 2, ends = {
    east: [x + size, y + mid - off, x + size + gap, y + mid - off], west: [x - gap, y + mid + off, x, y + mid + off],
    north: [x + mid + off, y + size, x + mid + off, y + size + gap], south: [x + mid - off, y - gap, x + mid - off, y],
  }[l.direction];
  const [x1, y1, x2, y2] = ends;
  return element('line', { class: 'mesh-link', x1, y1, x2, y2, 'stroke-width': (0.6 + 6 * share).toFixed(2), opacity: (0.15 + 0.85 * share).toFixed(2) });
}

// detail shows one core.
export function detail(core, populations, choose) {
  document.getElementById('core').hidden = false;
  document.getElementById('core-title').textContent = `Core ${core.core} at (${core.x}, ${core.y})`;
  document.getElementById('core-text').textContent = `${core.neurons} neurons, ${short(core.operations)} operations, ${short(core.packets_in)} packets in, ${short(core.packets_out)} out${per()}`;
  const history = core.history || [];
  lines(document.getElementById('core-history'), [{ name: 'operations', color: color('forward'), points: history.map((v, i) => [i - history.length + 1, v]) }], { label: `Operations${per()} at the last looks`, left: { low: 0 }, height: 110 });
  const fired = core.fired || [], most = Math.max(...fired.map((n) => n.spikes), 1);
  document.getElementById('core-neurons').replaceChildren(...fired.map((n) => {
    const b = html('button', { type: 'button', textContent: n.neuron, title: `${populations[n.population]?.name} ${n.neuron}: ${n.spikes} spikes in the last ${document.body.classList.contains('free') ? 'moments' : 'sample'}` });
    b.style.background = mixed('var(--card)', 'var(--forward)', 0.55 * n.spikes / most);
    b.addEventListener('click', () => choose(n.population, n.neuron));
    return b;
  }));
}
