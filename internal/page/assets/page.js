// The page of a run: it shows the events of the run as they come.
import { html, color, short, unit, duration, bytes, lines, bars, per } from './charts.js';
import * as mesh from './mesh.js';
import * as neuron from './neuron.js';

const at = (id) => document.getElementById(id);
const text = (id, value) => { if (at(id).textContent !== String(value)) at(id).textContent = value; };
const words = (name) => name.replaceAll('_', ' ');
const seen = {}; // last data by event
const asked = {}; // last core and neuron that answered
let run = '', wireUnit = 'bits', source;

const show = {
  about(a) {
    document.title = a.task + ' – sfdfa-actors';
    text('task', a.task + (a.rule ? ' with ' + a.rule : ''));
    text('what', (a.epochs ? (a.populations || []).map((p) => p.neurons).join(' – ') : (a.populations || []).slice(1).reduce((n, p) => n + p.neurons, 0)) + ' neurons' + (a.cores ? ' on ' + a.cores + ' cores' : '') + (a.machines ? ', ' + a.machines + ' machines' : '') + ', seed ' + a.seed);
    text('about', [a.directory, 'engine ' + a.engine, a.transport && 'transport ' + a.transport, a.batch && 'batches of ' + a.batch].filter(Boolean).join(' · '));
    at('controls').hidden = !(a.controls || []).length;
    for (const b of at('controls').children) b.hidden = !(a.controls || []).includes(b.dataset.action);
    at('neuron-population').replaceChildren(...(a.populations || []).map((p, i) => html('option', { value: i, textContent: p.name })).slice(1));
    at('h-neuron').parentNode.hidden = !a.asks_neurons;
    document.body.classList.toggle('free', !a.epochs);
    for (const words of document.querySelectorAll('.per')) words.textContent = a.epochs ? words.dataset.sample : 'a second of biological time';
  },
  state(s) {
    const pill = at('state');
    text('state', s.state);
    pill.className = 'pill ' + s.state;
    at('notice').hidden = !s.reason;
    text('notice', s.reason || '');
    text('test-accuracy', s.test_accuracy === null ? '–' : s.test_accuracy.toFixed(2));
    text('train-accuracy', s.train_accuracy === null ? '–' : s.train_accuracy.toFixed(2));
    text('train-loss', s.train_loss === null ? '–' : s.train_loss.toFixed(3));
    text('epoch', s.epoch);
    text('epochs', 'of ' + s.epochs);
    text('part', s.part === 'train' ? 'Batch' : 'Batch of the ' + s.part);
    text('batch', s.batch);
    text('batches', 'of ' + s.batches);
    text('rate', s.samples_per_second ? short(s.samples_per_second) : '–');
    text('left', s.state === 'finished' ? 'done' : duration(s.seconds_left));
    if (s.biological !== undefined) simulated(s);
    else at('progress').style.width = 100 * (s.state === 'finished' ? 1 : Math.max(0, s.epoch - 1 + (s.part === 'train' ? s.samples / Math.max(1, s.all_samples) : 1)) / Math.max(1, s.epochs)) + '%';
    const is = (...states) => states.includes(s.state), ended = is('finished', 'interrupted', 'failed');
    at('pause').disabled = !is('running');
    at('continue').disabled = !is('paused', 'pausing');
    for (const id of ['step', 'checkpoint', 'stop']) at(id).disabled = ended || is('building');
  },
  curve(c) {
    const of = (points, y) => (points || []).map((p) => [p.at, p[y]]), last = c.train?.at(-1);
    lines(at('curve'), [
      { name: 'loss', color: color('loss'), right: true, width: 1.1, points: of(c.train, 'loss') },
      { name: 'training', color: color('train'), points: of(c.train, 'accuracy') },
      { name: 'test', color: color('test'), width: 2, marks: true, points: of(c.test, 'accuracy') },
    ], { label: last ? `Accuracy ${last.accuracy.toFixed(1)} percent and loss ${short(last.loss)} after ${short(last.at)} epochs` : 'Accuracy and loss', left: { low: 0, high: 100, x0: 0 }, right: { low: 0 } });
  },
  wire(w) {
    const of = { packets: (p) => p.packets, bits: (p) => p.bits, operations: (p) => p.acs + p.macs }[wireUnit], n = w.seconds || Math.max(1, w.samples);
    const sum = (phase) => w.purposes.filter((p) => p.phase === phase).reduce((total, p) => total + of(p), 0) / n;
    const forward = sum('forward'), learning = sum('learning');
    text('wire-lead', forward ? `${short(forward)} ${wireUnit} go forward` + (w.seconds ? per() + '.' : `; learning adds ${short(learning)}, ${short(100 * learning / forward)} %.`) : '');
    bars(at('wire'), w.purposes.filter((p) => !w.seconds || of(p)).map((p) => ({ name: words(p.name), value: of(p) / n, kind: p.phase, text: short(of(p) / n) })));
  },
  energy(e) {
    const n = e.seconds || Math.max(1, e.samples), sum = (phase) => e.purposes.filter((p) => p.phase === phase).reduce((total, p) => total + p.joules_estimate, 0) / n;
    const forward = sum('forward'), learning = sum('learning'), [value, name] = unit(forward + learning, 'J');
    text('joules', value);
    text('joules-unit', name + per());
    text('energy-lead', forward ? `${unit(forward, 'J').join(' ')} forward` + (e.seconds ? '' : ` and ${unit(learning, 'J').join(' ')} for learning`) : '');
    bars(at('energy'), e.purposes.filter((p) => !e.seconds || p.joules_estimate).map((p) => ({ name: words(p.name), value: p.joules_estimate / n, kind: p.phase, text: unit(p.joules_estimate / n, 'J').join(' ') })));
    text('energy-fine', `Estimated by the constants of ${e.profile}, dynamic energy only` + (e.missing ? `; ${e.missing} counts have no constant there` : '') + '. Nothing is measured.');
  },
  time(t) {
    const seconds = (s) => unit(s, 's').join(' '), parts = [['barrier', 'barrier_seconds_estimate'], ['cores', 'cores_seconds_estimate'], ['links', 'links_seconds_estimate']];
    text('time-lead', `${seconds(t.forward.seconds_estimate)} forward` + (t.learning ? ` and ${seconds(t.learning.seconds_estimate)} for learning` : ''));
    bars(at('time'), [['forward', t.forward], ['learning', t.learning]].flatMap(([kind, phase]) => (phase ? parts.map(([name, key]) => ({ name: `${kind}, ${name}`, value: phase[key], kind, text: seconds(phase[key]) })) : [])));
    text('time-verdict', `Forward: ${t.forward.verdict}. What would help: ${t.forward.advice}.` + (t.learning ? ` Learning: ${t.learning.verdict}.` : ''));
    text('time-fine', `Estimated by the latencies of ${t.profile} for ${t.samples} test samples with ${t.steps} time steps each` + (t.missing.length ? `; it lacks ${t.missing.length} of them` : '') + '. Nothing is measured.');
  },
  mesh(m) {
    const busiest = mesh.draw(at('mesh'), m, seen.about?.populations || [], askCore), link = (m.links || []).reduce((a, l) => (!a || l.forward_packets + l.learning_packets > a.forward_packets + a.learning_packets ? l : a), null);
    if (!busiest) return;
    const linkText = link ? ` The busiest link leaves (${link.x}, ${link.y}) to the ${link.direction}: ${short(link.forward_packets + link.learning_packets)} packets, ${short(m.link_max_over_mean)} times the mean.` : '';
    text('mesh-lead', `Core ${busiest.core} is the busiest: ${short(busiest.operations)} operations${per()}, ${short(m.core_max_over_mean)} times the mean.` + linkText + (m.omitted ? ` ${m.omitted} less busy cores are left out.` : ''));
  },
  raster(r) {
    const spikes = r.populations.reduce((n, p) => n + p.neurons.length, 0);
    text('raster-lead', (r.begin_seconds || !seen.about?.epochs ? `The last ${short(1e3 * r.end_seconds)} ms, from ${short(r.begin_seconds)} s on: ` : `Sample ${r.sample}: `) + `${short(spikes)} spikes` + (r.omitted ? `, and ${short(r.omitted)} that are left out` : '') + (r.graded || !seen.about?.epochs ? '' : '. They carry no grades.'));
    at('raster-legend').hidden = !r.graded;
    at('raster').setAttribute('aria-label', `${spikes} spikes: ` + r.populations.map((p) => `${seen.about?.populations?.[p.population]?.name} ${p.neurons.length}`).join(', '));
    neuron.raster(at('raster'), r, seen.about?.populations || []);
    if (at('neuron-follow').checked) askNeuron();
  },
  angles(a) {
    const of = (points) => (points || []).map((p) => [p.at, p.degrees]);
    lines(at('angles'), [{ name: 'weights', color: color('train'), points: of(a.weights) }, { name: 'gradient', color: color('loss'), marks: true, points: of(a.gradient) }], { label: a.weights?.length ? `Angle of weights ${a.weights.at(-1).degrees.toFixed(1)} degrees` : 'Angles', left: { low: 0, high: 100, x0: 0 }, height: 180 });
  },
  process(p) {
    const facts = [['memory in use', bytes(p.heap_bytes)], ['from the system', bytes(p.system_bytes) + (p.limit_bytes ? ' of ' + bytes(p.limit_bytes) : '')], ['goroutines', p.goroutines], ['workers on CPUs', p.workers ? `${p.workers} on ${p.cpus}` : p.cpus]];
    if (p.mailboxes) for (const [name, key] of [['neurons with messages', 'neurons'], ['messages for cores', 'cores'], ['for the input', 'input'], ['for the readout', 'readout'], ['for the coordinator', 'coordinator']]) facts.push([name, short(p.mailboxes[key])]);
    at('process').replaceChildren(...facts.flatMap(([name, value]) => [html('dt', { textContent: name }), html('dd', { textContent: value })]));
    shares(p.shares);
  },
  verdict(v) {
    text('binds', v.binds);
    at('verdict').replaceChildren(...(v.text || []).map((line) => html('li', { textContent: line })));
  },
};

// simulated shows a network that runs freely: it has no epochs, and nothing to be right about.
function simulated(s) {
  text('epoch-name', 'Biological time');
  text('rate', short(s.samples_per_second));
  text('rate-name', 'Speed');
  text('rate-unit', 's a second');
  text('epoch', short(s.biological));
  text('epochs', 's of ' + short(s.of_biological) + ' s');
  at('progress').style.width = 100 * s.biological / s.of_biological + '%';
}

function shares(s) {
  if (!s) return;
  const parts = [['integrate', 'forward'], ['learn', 'learning'], ['route', 'test'], ['mailbox', 'loss'], ['idle', 'line']];
  at('shares').setAttribute('role', 'img');
  at('shares').setAttribute('aria-label', parts.map(([name]) => `${name} ${(100 * s[name]).toFixed(0)} percent`).join(', '));
  at('shares').replaceChildren(...parts.map(([name, c]) => { const i = html('i'); i.style.width = 100 * s[name] + '%'; i.style.background = `var(--${c})`; return i; }));
  at('shares-legend').replaceChildren(...parts.map(([name, c]) => { const i = html('i'); i.style.background = `var(--${c})`; return html('li', {}, i, `${name} ${(100 * s[name]).toFixed(0)} %`); }));
}

function receive(message) {
  const event = JSON.parse(message.data);
  seen[event.event] = event.data;
  for (const section of document.querySelectorAll(`[data-shown="${event.event}"]`)) section.hidden = false;
  show[event.event]?.(event.data);
}

function connect() {
  source?.close();
  for (const section of document.querySelectorAll('[data-shown]')) section.hidden = true;
  source = new EventSource('events' + (run ? '?run=' + encodeURIComponent(run) : ''));
  for (const kind of Object.keys(show)) source.addEventListener(kind, receive);
  source.onerror = () => {
    if (['finished', 'interrupted', 'failed'].includes(seen.state?.state)) return source.close();
    text('state', 'connection lost');
    at('state').className = 'pill lost';
  };
}

const query = (parameters) => new URLSearchParams(run ? { ...parameters, run } : parameters);

async function ask(path, what) {
  try {
    const response = await fetch(path);
    if (response.ok) return await response.json();
    text(what, (await response.text()).trim());
  } catch {
    text(what, 'The run does not answer.');
  }
  return null;
}

async function askCore(number) {
  asked.core = await ask('core?' + query({ core: number }), 'mesh-lead') || asked.core;
  if (asked.core) showCore(asked.core);
}

function showCore(core) {
  mesh.detail(core, seen.about?.populations || [], (population, index) => { at('neuron-population').value = population; at('neuron-index').value = index; askNeuron(); at('h-neuron').scrollIntoView({ block: 'start' }); });
}

async function askNeuron() {
  text('neuron-lead', 'Asking, at the border of the batch under way…');
  const n = asked.neuron = await ask('neuron?' + query({ population: at('neuron-population').value, neuron: at('neuron-index').value }), 'neuron-lead');
  if (n) neuron.show(n);
}

at('neuron-form').addEventListener('submit', (e) => { e.preventDefault(); askNeuron(); });
at('controls').addEventListener('click', async (e) => {
  const action = e.target.dataset.action;
  if (!action || action === 'stop' && !confirm('Stop the run? It writes a checkpoint, and can go on later.')) return;
  const response = await fetch('control', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ run, action }) });
  if (!response.ok) { at('notice').hidden = false; text('notice', (await response.text()).trim()); }
});
for (const b of document.querySelectorAll('[data-unit]')) b.addEventListener('click', () => {
  wireUnit = b.dataset.unit;
  for (const other of document.querySelectorAll('[data-unit]')) other.setAttribute('aria-pressed', other === b);
  if (seen.wire) show.wire(seen.wire);
});
at('wall').addEventListener('click', () => {
  const on = document.documentElement.classList.toggle('wall');
  at('wall').setAttribute('aria-pressed', on);
  redraw();
});
// redraw draws again what depends on the width of the page and its colors.
function redraw() {
  for (const kind of ['curve', 'mesh', 'raster', 'angles']) if (seen[kind]) show[kind](seen[kind]);
  if (asked.core) showCore(asked.core);
  if (asked.neuron) neuron.show(asked.neuron);
}

let resizing;
addEventListener('resize', () => { clearTimeout(resizing); resizing = setTimeout(redraw, 150); });
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', redraw);

// Several runs, as a sweep has them, are there to choose from.
async function listRuns() {
  const list = await ask('runs', 'notice');
  if (!list) return;
  const names = list.runs.map((r) => r.name);
  at('runs-box').hidden = names.length < 2;
  if (names.length > 1 && names.join() !== [...at('runs').options].map((o) => o.value).join()) {
    at('runs').replaceChildren(...names.map((name) => html('option', { value: name, textContent: name })));
    at('runs').value = run || names.at(-1);
  }
}
at('runs').addEventListener('change', () => { run = at('runs').value; for (const key of Object.keys(seen)) delete seen[key]; connect(); });

connect();
listRuns();
setInterval(() => { if (source.readyState !== EventSource.CLOSED) listRuns(); }, 5000);
