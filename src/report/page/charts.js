// Charts as drawings of our own: rows and commitments in, SVG out. A shape never says by colour alone what it is.

const ARROW = 13;

// A number's place between two ends; over several orders of magnitude by its logarithm.
function scale(low, high, from, to) {
  const log = low > 0 && high / low > 60;
  const at = log ? Math.log : (number) => number;
  const [first, last] = [at(low), at(high)];
  const place = (number) => (last === first ? (from + to) / 2 : from + ((at(number) - first) / (last - first)) * (to - from));
  return { place, ticks: log ? decades(low, high) : ticks(low, high), log };
}

function ticks(low, high) {
  if (low === high) return [low];
  const rough = (high - low) / 6;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map((times) => times * power).find((found) => found >= rough);
  const found = [];
  for (let i = Math.ceil(low / step); i * step <= high; i++) found.push(Number((i * step).toPrecision(12)));
  return found;
}

function decades(low, high) {
  const found = [];
  for (let power = Math.ceil(Math.log10(low)); 10 ** power <= high; power++) found.push(10 ** power);
  return found.length > 1 ? found : [low, high];
}

const textWidth = (text, size) => Array.from(text).reduce((sum, c) => sum + (c > '\u2E80' ? size : size * 0.56), 0);

function fitted(text, width, size) {
  let found = shown(text);
  if (textWidth(found, size) <= width) return found;
  const characters = Array.from(found);
  while (characters.length > 1 && textWidth(characters.join('') + '…', size) > width) characters.pop();
  return `${characters.join('')}…`;
}

const line = (x1, y1, x2, y2, kind) => svg('line', { x1, y1, x2, y2, class: kind });
const label = (x, y, text, attributes) => svg('text', { x, y, ...attributes }, text);

// What a comparator looks like at a place: ≥ an open arrow to the right, ≤ to the left, > and < from a hollow
// beginning, about a ring, a range a bar with ends. Reported values are squares.
function shape(value, x, x2, y, size = 4.5) {
  const reported = value.status === 'reported' || value.state === 'reported';
  const hollow = value.comparator === 'gt' || value.comparator === 'lt';
  const parts = [];
  if (value.comparator === 'range' && x2 !== null) {
    parts.push(line(x, y, x2, y, 'bar'), line(x, y - size, x, y + size, 'end'), line(x2, y - size, x2, y + size, 'end'));
    return parts;
  }
  const way = { ge: 1, gt: 1, le: -1, lt: -1 }[value.comparator];
  if (way) {
    const tip = x + way * (size + ARROW);
    parts.push(line(x + way * size, y, tip, y, 'shaft'),
      svg('polyline', { points: `${tip - way * 4},${y - 4} ${tip},${y} ${tip - way * 4},${y + 4}`, class: 'head' }));
  }
  const kind = value.comparator === 'approx' ? 'ring' : hollow ? 'hollow' : 'dot';
  parts.push(reported
    ? svg('rect', { x: x - size + 0.5, y: y - size + 0.5, width: 2 * size - 1, height: 2 * size - 1, class: `${kind} square` })
    : svg('circle', { cx: x, cy: y, r: kind === 'ring' ? size + 0.5 : size, class: kind }));
  return parts;
}

// A shape that can be clicked, reached with Tab and heard.
function mark(name, open, ...parts) {
  const key = (event) => {
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      open(event.currentTarget);
    }
  };
  return svg('g', {
    class: 'mark', role: 'button', tabindex: '0',
    click: (event) => open(event.currentTarget), keydown: key,
  }, svg('title', null, name), parts);
}

const TURNED = { ge: 'le', gt: 'lt', le: 'ge', lt: 'gt' };

// Beside growth a fall is a number below nought, and at least so much of it is at most that number; among falls alone
// it stands as it is told.
function plotted(row) {
  const values = row.cells.flatMap((cell) => numbers(cell, true));
  const below = values.some((value) => value.change !== 'decrease_by');
  return values.map((value) => {
    const { comparator, state, status } = value;
    if (!below || value.change !== 'decrease_by') {
      return { value, x: value.value, x2: value.max ?? null, drawn: value };
    }
    const drawn = { comparator: TURNED[comparator] ?? comparator, state, status };
    return { value, x: -value.value, x2: value.max === undefined ? null : -value.max, drawn };
  });
}

const ends = (points) => {
  const all = points.flatMap((point) => (point.x2 === null ? [point.x] : [point.x, point.x2]));
  return [Math.min(...all), Math.max(...all)];
};

// One lane a column, the greatest first.
function dotPlot(row, width) {
  const points = plotted(row);
  if (points.length === 0) return null;
  const lanes = new Map();
  for (const point of points) {
    const { column } = point.value.cell;
    lanes.set(column, [...(lanes.get(column) ?? []), point]);
  }
  const best = (list) => Math.max(...list.map((point) => point.x));
  const order = [...lanes].sort((a, b) => best(b[1]) - best(a[1]));
  const size = 12;
  const left = Math.min(width * 0.36, Math.max(...order.map(([column]) => textWidth(shown(column.label), size))) + 10);
  const pad = ARROW + 12;
  const [low, high] = ends(points);
  const { place, ticks: marks, log } = scale(low, high, left + pad, width - pad);
  const height = order.length * 22 + 8;
  const whole = height + (log ? 34 : 20);
  return svg('svg', {
    class: 'chart', width, height: whole, viewBox: `0 0 ${width} ${whole}`,
    role: 'group', 'aria-label': say('dotPlotOf', shown(row.label)),
  },
  marks.map((tick) => [
    line(place(tick), 4, place(tick), height, 'grid'),
    label(place(tick), height + 14, figure(tick), { class: 'tick', 'text-anchor': 'middle' }),
  ]),
  log ? label(width - 4, height + 28, say('logScale'), { class: 'tick', 'text-anchor': 'end' }) : null,
  order.map(([column, list], i) => {
    const y = 15 + i * 22;
    return [
      line(left, y, width - 4, y, 'lane'),
      label(left - 8, y + 4, fitted(column.label, left - 10, size), { class: 'lane-name', 'text-anchor': 'end' }),
      list.map(({ value, x, x2, drawn }) => mark(
        `${shown(column.label)} ${amount(value)}${value.state === 'reported' ? ` ${say('reported')}` : ''}`,
        (from) => openCell(value.cell, from),
        shape(drawn, place(x), x2 === null ? null : place(x2), y),
      )),
    ];
  }));
}

// The dots alone, for the verdict of a row that several plans share.
function miniPlot(row) {
  if (row.action || row.cells.length < 2) return null;
  const points = plotted(row).filter((point) => point.value.state !== 'reported');
  if (points.length < 2) return null;
  const [low, high] = ends(points);
  if (low === high) return null;
  const width = 168;
  const { place } = scale(low, high, 20, width - 20);
  return svg('svg', { class: 'chart mini', width, height: 16, viewBox: `0 0 ${width} 16`, 'aria-hidden': 'true' },
    line(2, 8, width - 2, 8, 'lane'),
    points.map(({ drawn, x, x2 }) => shape(drawn, place(x), x2 === null ? null : place(x2), 8, 3.5)));
}

// The years that are over on a day: 2025.0 at the end of 2024.
const timeOf = (due) => {
  const [year, month = 12, dayOfMonth = 31] = due.split('-').map(Number);
  return year + (month - 1 + dayOfMonth / 31) / 12;
};

// Lines over time, where a year's tick is its end: what years of a place promised and reported, and milestones of one plan.
function series(row) {
  const found = [];
  for (const [name, points] of row.verdict.trajectories ?? []) {
    found.push({
      name,
      points: points.map((point) => ({
        ...point, x: point.year, open: point.at === undefined ? null : data.commitments[point.at], label: String(point.year),
      })),
    });
  }
  const covered = new Set(found.flatMap((one) => one.points.map((point) => `${point.plan}:${point.year}`)));
  for (const cell of row.cells) {
    const points = numbers(cell, false).filter((value) => value.due).map((value) => ({
      ...value, x: timeOf(value.due) - 1, open: value.cell, label: day(value.due),
    }));
    const years = new Set(points.map((point) => point.x));
    const fresh = points.some((point) => !covered.has(`${data.plans.indexOf(point.plan)}:${point.due.slice(0, 4)}`));
    if (years.size > 1 && fresh) found.push({ name: cell.column.label, points });
  }
  for (const one of found) one.points.sort((a, b) => a.x - b.x);
  return found.filter((one) => new Set(one.points.map((point) => point.x)).size > 1);
}

// With more lines than this their names have no room beside them.
const NAMED = 24;

// Heights at least so far apart that names do not lie over each other.
function spaced(wanted, gap, low, high) {
  const order = wanted.map((y, i) => [y, i]).sort((a, b) => a[0] - b[0]);
  let last = low - gap;
  for (const one of order) last = one[0] = Math.max(one[0], last + gap);
  let next = high + gap;
  for (const one of order.toReversed()) next = one[0] = Math.min(one[0], next - gap);
  const found = [];
  for (const [y, i] of order) found[i] = y;
  return found;
}

// The points that a line goes through: one a time, what came of it before what was aimed at. Another's target that is
// only told again is no station.
function stations(row, points) {
  const values = row.cells.flatMap((cell) => cell.values);
  const told = (point) => values.some((value) => value.kind === 'restatement' && value.at === point.at && value.value === Math.abs(point.value));
  const found = new Map();
  for (const point of points) {
    if (!told(point) && (!found.has(point.x) || point.status === 'reported')) found.set(point.x, point);
  }
  return [...found.values()];
}

function trajectory(row, width) {
  const lines = series(row);
  if (lines.length === 0) return null;
  const points = lines.flatMap((one) => one.points);
  const values = points.flatMap((point) => (point.max === undefined ? [point.value] : [point.value, point.max]));
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const times = points.map((point) => point.x);
  const [first, last] = [Math.min(...times), Math.max(...times)];
  const named = lines.length <= NAMED;
  const height = named ? Math.max(190, lines.length * 15 + 50) : 320;
  const right = named ? Math.min(width * 0.3, Math.max(...lines.map((one) => textWidth(shown(one.name), 12))) + 22) : 12;
  const vertical = scale(low, high, height - 20, 16);
  const left = Math.max(...vertical.ticks.map((tick) => textWidth(figure(tick), 11))) + 12;
  const across = (time) => (last === first ? left : left + 8 + ((time - first) / (last - first)) * (width - left - right - 22));
  const years = [];
  const step = Math.max(1, Math.ceil((last - first) / 6));
  for (let year = Math.ceil(first - 0.001); year <= last; year += step) years.push(year);
  const lastPlaces = lines.map((one) => {
    const end = stations(row, one.points).at(-1) ?? one.points.at(-1);
    return [across(end.x), vertical.place(end.value)];
  });
  const names = spaced(lastPlaces.map(([, y]) => y + 4), 14, 14, height - 6);
  return svg('svg', {
    class: 'chart', width, height: height + 20, viewBox: `0 0 ${width} ${height + 20}`,
    role: 'group', 'aria-label': say('trajectoryOf', shown(row.label)),
  },
  vertical.ticks.map((tick) => [
    line(left, vertical.place(tick), width - right, vertical.place(tick), 'grid'),
    label(left - 6, vertical.place(tick) + 4, figure(tick), { class: 'tick', 'text-anchor': 'end' }),
  ]),
  years.map((year) => label(across(year), height + 12, String(year), { class: 'tick', 'text-anchor': 'middle' })),
  lines.map((one, i) => {
    const places = one.points.map((point) => [across(point.x), vertical.place(point.value)]);
    return svg('g', { class: `series n${i % 6} dash${(i + Math.floor(i / 6)) % 6}` },
      svg('polyline', {
        points: stations(row, one.points).map((point) => `${across(point.x)},${vertical.place(point.value)}`).join(' '), class: 'trace',
      }),
      one.points.map((point, j) => mark(
        `${shown(one.name)} ${point.label} ${amount({ change: 'level', unit: row.unit, ...point })} ${say(point.status === 'reported' ? 'reported' : 'aligned')}`,
        (from) => {
          if (point.open?.row) openCell(point.open, from);
          else if (point.open) openList(quoted(one.name), [point.open], from);
        },
        upright(point, ...places[j]),
      )),
      named && lines.length > 1 && Math.abs(names[i] - 4 - lastPlaces[i][1]) > 2
        ? line(lastPlaces[i][0] + 6, lastPlaces[i][1], lastPlaces[i][0] + 16, names[i] - 4, 'leader') : null,
      named ? label(lastPlaces[i][0] + 18, names[i], fitted(one.name, right - 20, 12), { class: 'lane-name' }) : null);
  }));
}

// As shape(), with arrows up and down, since the value is the height here.
function upright(point, x, y) {
  const parts = [];
  const way = { ge: -1, gt: -1, le: 1, lt: 1 }[point.comparator];
  if (way) {
    const tip = y + way * 15;
    parts.push(line(x, y + way * 4, x, tip, 'shaft'),
      svg('polyline', { points: `${x - 4},${tip - way * 4} ${x},${tip} ${x + 4},${tip - way * 4}`, class: 'head' }));
  }
  parts.push(point.status === 'reported'
    ? svg('rect', { x: x - 4, y: y - 4, width: 8, height: 8, class: 'dot square' })
    : svg('circle', { cx: x, cy: y, r: 4.5, class: 'hollow' }));
  return parts;
}

// What a row can be drawn as.
function rowCharts(row, width) {
  if (row.action) return null;
  const plot = dotPlot(row, width);
  const over = trajectory(row, width);
  return [
    plot && row.cells.length > 1 ? [el('h3', null, say('dotPlots')), plot] : null,
    over ? [el('h3', null, say('trajectories')), over] : null,
  ];
}

const KEY = [
  ['key_eq', { comparator: 'eq' }], ['key_ge', { comparator: 'ge' }], ['key_gt', { comparator: 'gt' }],
  ['key_le', { comparator: 'le' }], ['key_range', { comparator: 'range' }], ['key_approx', { comparator: 'approx' }],
  ['key_reported', { comparator: 'eq', state: 'reported' }],
];

const chartKey = () => el('p', { class: 'key small' }, KEY.map(([name, value]) => el('span', null,
  svg('svg', { class: 'chart', width: 44, height: 16, viewBox: '0 0 44 16', 'aria-hidden': 'true' },
    shape(value, value.comparator === 'range' ? 8 : 22, 36, 8)),
  say(name))));

const CHARTS_AT_ONCE = 12;
let chartsShown = CHARTS_AT_ONCE;

// Plots of the rows that fit and that several plans have values for, then rows that run over years.
function chartsView(rows, width, again) {
  const drawn = rows.filter((row) => {
    const points = row.cells.filter((cell) => numbers(cell, true).length > 0);
    return points.length > 1 || series(row).length > 0;
  });
  document.getElementById('count').textContent = say('drawnCount', drawn.length);
  if (drawn.length === 0) return el('p', { class: 'empty' }, say('noFigures'));
  const columns = Math.max(1, Math.round(width / 480));
  const each = Math.min(620, Math.floor((width - (columns - 1) * 28) / columns));
  const figures = drawn.slice(0, chartsShown).map((row) => el('section', { class: 'figure' },
    el('h3', null, el('button', { type: 'button', class: 'link', click: (event) => openRow(row, event.currentTarget) }, quoted(row.label)),
      el('span', { class: 'small' }, quoted(measuredIn(row).join(' · ')))),
    row.cells.length > 1 ? dotPlot(row, each) : null,
    trajectory(row, each)));
  const rest = drawn.length - chartsShown;
  return el('div', { class: 'drawn' }, chartKey(),
    el('div', { class: 'figures' }, figures),
    rest > 0 ? el('button', { type: 'button', class: 'more', click: () => {
      chartsShown += CHARTS_AT_ONCE * 2;
      again();
    } }, say('showMore', Math.min(rest, CHARTS_AT_ONCE * 2))) : null);
}

// What a deadline falls in, from fine to coarse: its name, and the day at which that ends.
const SPANS = [
  (due) => [due.slice(0, 7), due.slice(0, 7)],
  (due) => {
    const quarter = Math.ceil(Number(due.slice(5, 7) || 12) / 3);
    return [`${due.slice(0, 4)} Q${quarter}`, `${due.slice(0, 4)}-${quarter * 3}`];
  },
  (due) => [due.slice(0, 4), due.slice(0, 4)],
];
const CIRCLES = 1000;

// Promises by column and the time they are due in.
function dueLanes(spanOf) {
  const wanted = terms();
  const lanes = new Map();
  for (const commitment of data.commitments) {
    if (!commitment.due || commitment.status === 'reported' || !commitmentFits(commitment, wanted)) continue;
    const spans = lanes.get(commitment.plan.column) ?? new Map();
    lanes.set(commitment.plan.column, spans);
    const [name, end] = spanOf(commitment.due);
    const span = spans.get(name) ?? { name, at: timeOf(end), list: [] };
    spans.set(name, span);
    span.list.push(commitment);
  }
  return lanes;
}

// Deadlines: a lane a column, a circle a month, as large as it holds commitments; where those would be too many to
// tell apart, a circle a quarter or a year.
function timelineView(width) {
  let lanes;
  for (const spanOf of SPANS) {
    lanes = dueLanes(spanOf);
    if ([...lanes.values()].reduce((sum, spans) => sum + spans.size, 0) <= CIRCLES) break;
  }
  const most = Math.max(1, ...[...lanes.values()].flatMap((spans) => [...spans.values()].map((span) => span.list.length)));
  if (lanes.size === 0) return el('p', { class: 'empty' }, say('noDeadlines'));
  const order = data.columns.filter((column) => lanes.has(column));
  const times = order.flatMap((column) => [...lanes.get(column).values()].map((span) => span.at));
  const first = Math.floor(Math.min(...times) - 0.01);
  const last = Math.max(first + 1, Math.ceil(Math.max(...times)));
  const size = 12;
  const left = Math.min(width * 0.34, Math.max(...order.map((column) => textWidth(shown(column.label), size))) + 12);
  const across = (time) => left + 14 + ((time - first) / (last - first)) * (width - left - 44);
  const height = order.length * 34 + 6;
  const years = [];
  const step = Math.max(1, Math.ceil((last - first) / Math.max(2, Math.floor((width - left) / 60))));
  for (let year = first; year < last; year += step) years.push(year);
  return el('div', { class: 'drawn' }, el('p', { class: 'small' }, say('timelineOf')), svg('svg', {
    class: 'chart', width, height: height + 24, viewBox: `0 0 ${width} ${height + 24}`, role: 'group', 'aria-label': say('timelineOf'),
  },
  years.map((year) => [
    line(across(year), 2, across(year), height, 'grid'),
    // A year's name stands under it: in its middle, or where years are left out, at the right of its beginning.
    step > 1
      ? label(across(year) + 3, height + 16, String(year), { class: 'tick' })
      : label(across(year + 0.5), height + 16, String(year), { class: 'tick', 'text-anchor': 'middle' }),
  ]),
  order.map((column, i) => {
    const y = 20 + i * 34;
    return [
      line(left, y, width - 16, y, 'lane'),
      label(left - 8, y + 4, fitted(column.label, left - 10, size), { class: 'lane-name', 'text-anchor': 'end' }),
      [...lanes.get(column).values()].sort((a, b) => a.at - b.at).map(({ name, at, list }) => {
        const radius = 3.5 + (width < 600 ? 7 : 11) * Math.sqrt(list.length / most);
        return mark(say('dueIn', shown(column.label), name, list.length),
          (from) => openList([quoted(column.label), ` · ${name}`], list, from),
          svg('circle', { cx: across(at), cy: y, r: radius, class: 'bubble' }),
          radius > 9 ? label(across(at), y + 4, String(list.length), { class: 'count', 'text-anchor': 'middle', 'aria-hidden': 'true' }) : null);
      }),
    ];
  })));
}

let metric = 'commitments';

// The name of a group over its first theme, where the group has no row of its own.
function headOf(code, before) {
  const group = code.slice(0, 1);
  if (code === group || before?.startsWith(group)) return null;
  return el('tr', { role: 'row' }, el('th', { role: 'rowheader', scope: 'row', class: 'group' }, quoted(themeName(group))),
    data.plans.map(() => el('td', { role: 'cell', class: 'heat h0' })));
}

// Themes × plans, darker where there is more; what most have and one has not is said in words.
function coverageView(again) {
  if (data.coverage.length === 0) return el('p', { class: 'empty' }, say('nothing'));
  const which = { commitments: 2, testableCount: 3, targetCount: 4 }[metric];
  const cells = new Map();
  let most = 1;
  for (const entry of data.coverage) {
    cells.set(`${entry[0]} ${entry[1]}`, entry);
    most = Math.max(most, entry[which]);
  }
  const codes = [...new Set(data.coverage.map((entry) => entry[0]))].sort(collator.compare);
  const heat = (count) => (count === 0 ? 0 : Math.min(5, 1 + Math.floor((4.999 * Math.log(count)) / Math.log(most + 1))));
  const head = el('tr', { role: 'row' }, el('th', { role: 'columnheader', scope: 'col', class: 'corner' }, say('theme')),
    data.plans.map((plan) => el('th', { role: 'columnheader', scope: 'col' }, quoted(plan.label))));
  const rows = codes.flatMap((code, i) => [headOf(code, codes[i - 1]), el('tr', { role: 'row' },
    el('th', { role: 'rowheader', scope: 'row', class: code.length === 1 ? 'group' : null }, quoted(themeName(code))),
    data.plans.map((plan, place) => {
      const entry = cells.get(`${code} ${place}`);
      const count = entry?.[which] ?? 0;
      if (!entry || entry[2] === 0) {
        return el('td', { role: 'cell', class: entry?.[5] ? 'heat gap' : 'heat h0' }, entry?.[5] ? say('leftOut') : el('span', { class: 'heard' }, '0'));
      }
      const open = (event) => openList([quoted(plan.label), ` · ${themeName(code)}`],
        data.commitments.filter((commitment) => commitment.plan === plan && commitment.theme.includes(code)), event.currentTarget);
      return el('td', { role: 'cell', class: `heat h${heat(count)}` },
        el('button', { type: 'button', class: 'cell', 'aria-label': say('heatCell', shown(plan.label), themeName(code), count), click: open }, String(count)));
    }))]);
  const pick = el('select', { id: 'metric', change: (event) => {
    metric = event.target.value;
    again();
    document.getElementById('metric').focus();
  } }, ['commitments', 'testableCount', 'targetCount'].map((key) => el('option', { value: key, selected: key === metric }, say(key))));
  return [
    el('p', { class: 'key small' }, el('label', null, `${say('metric')} `, pick),
      el('span', null, `${say('less')} `, [1, 2, 3, 4, 5].map((step) => el('i', { class: `heat h${step}` })), ` ${say('moreDark')}`),
      el('span', null, say('leftOutHelp'))),
    el('div', { class: 'scroll', id: 'table', tabindex: '0', role: 'region', 'aria-label': say('coverageOf') },
      el('table', { role: 'table', class: 'coverage', keydown: moveByKey },
        el('caption', { class: 'heard' }, say('coverageOf')),
        el('thead', { role: 'rowgroup' }, head), el('tbody', { role: 'rowgroup' }, rows))),
  ];
}
