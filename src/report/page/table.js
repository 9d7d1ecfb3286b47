// The table: rows that fit in, one page of it out, with what each cell opens.

const CELLS_A_PAGE = 1300;
const VALUES_A_CELL = 3;
let page = 0;

const rowsAPage = () => Math.max(25, Math.min(200, Math.floor(CELLS_A_PAGE / (data.columns.length + 2))));

// One value: the amount, then in small what limits it.
function valueLines(value) {
  const { row } = value.cell;
  const lines = [];
  const number = amount(value);
  const quote = number ? '' : quoteOf(value);
  const words = quote === row.label ? '' : quote;
  if (number) lines.push(el('span', { class: 'amount' }, number));
  else if (words) lines.push(quoted(brief(words, 90), { class: 'excerpt' }));
  const small = [];
  if (value.state !== 'aligned') {
    small.push(el('span', { class: `chip s-${value.state}` }, stateName(value.state, value.reason)));
  }
  if (value.source) small.push(say('convertedFrom', shown(sourceAmount(value))));
  if (value.due && value.state !== 'reported') small.push(say('due', day(value.due)));
  if (!number && !words) {
    const bodies = value.cell.bodies.slice(0, 2).map((body) => data.bodies[body]);
    if (bodies.length > 0) small.push(quoted(brief(bodies.join('、'), 40)));
    else if (small.length === 0) small.push(say(value.state));
  }
  if (small.length > 0) lines.push(el('span', { class: 'small' }, small.map((part) => el('span', null, part))));
  return el('span', { class: `value v-${value.state}` }, lines);
}

// An earliest deadline that all plans share tells nothing.
function setsApart(row) {
  const dated = row.cells.filter((cell) => cell.values.some((value) => value.due && value.state !== 'reported'));
  return row.verdict.earliest[1].length < dated.length;
}

// Promises before outcomes, and what cannot stand beside the others last.
const inOrder = (values) => values.toSorted((a, b) => STATES.indexOf(a.state) - STATES.indexOf(b.state));

// Marks of the row's verdict that belong to this cell: highest, earliest, the difference to the baseline.
function cellVerdict(cell) {
  const { verdict } = cell.row;
  const place = cell.column.place;
  const has = (found) => found && found[1].includes(place) && cell.row.cells.length > 1;
  const tags = [];
  if (has(verdict.highest)) tags.push(el('span', { class: 'tag' }, `▲ ${say('highest')}`));
  if (has(verdict.lowest)) tags.push(el('span', { class: 'tag' }, `▼ ${say('lowest')}`));
  if (has(verdict.earliest) && setsApart(cell.row)) tags.push(el('span', { class: 'tag' }, `◷ ${say('earliest')}`));
  const difference = verdict.differences?.find((found) => found[0] === place);
  if (difference) tags.push(el('span', { class: 'tag', title: say('toBaseline') }, differenceWords(difference, cell.row)));
  const broken = verdict.contradictions?.some((found) => data.plans[found[0]].column === cell.column);
  if (broken) tags.push(el('span', { class: 'tag warn' }, `! ${say('contradiction')}`));
  return tags.length > 0 ? el('span', { class: 'tags' }, tags) : null;
}

// `Δ +0.5个百分点 (+8.3%)`
function differenceWords([, , , difference, percent], row) {
  const sign = (number) => (number > 0 ? '+' : number < 0 ? '−' : '±');
  const unit = row.unit === '%' ? '百分点' : row.unit;
  const share = percent === null ? '' : ` (${sign(percent)}${plain(Math.abs(percent))}%)`;
  return `Δ ${sign(difference)}${withUnit(Math.abs(difference), unit)}${share}`;
}

function cellNode(row, column) {
  const cell = row.byColumn.get(column);
  if (!cell) {
    return el('td', { role: 'cell', class: 'absent' },
      el('span', { 'aria-hidden': 'true' }, '—'), el('span', { class: 'heard' }, say('absent')));
  }
  const rest = cell.values.length - VALUES_A_CELL;
  const inside = [
    el('span', { class: 'plan' }, quoted(column.label)),
    el('span', { class: 'values' },
      inOrder(cell.values).slice(0, VALUES_A_CELL).map(valueLines),
      rest > 0 ? el('span', { class: 'small' }, say('more', rest)) : null,
      cellVerdict(cell)),
  ];
  const muted = filtering() && !cell.fits;
  const node = el('td', { role: 'cell', class: `c-${cell.state}${muted ? ' muted' : ''}` },
    el('button', { type: 'button', class: 'cell', 'aria-haspopup': 'dialog' }, inside));
  node.firstChild.cell = cell;
  return node;
}

const labels = (places, limit = 3) => {
  const names = places.slice(0, limit).map((place) => quoted(data.columns[place].label));
  const rest = places.length - limit;
  return names.flatMap((name, i) => (i > 0 ? [chinese() ? '、' : ', ', name] : [name]))
    .concat(rest > 0 ? [` ${say('more', rest)}`] : []);
};

// The verdict of a row in words, one line each.
function verdictLines(row) {
  const { verdict } = row;
  const unit = row.unit ?? '';
  const line = (key, ...what) => el('span', { class: 'line' }, el('b', null, say(key)), ' ', what);
  const lines = [];
  if (verdict.highest) lines.push(line('highest', withUnit(verdict.highest[0], unit), ' ', labels(verdict.highest[1])));
  if (verdict.lowest) lines.push(line('lowest', withUnit(verdict.lowest[0], unit), ' ', labels(verdict.lowest[1])));
  if (verdict.spread !== undefined && verdict.spread !== 0) {
    lines.push(line('spread', withUnit(verdict.spread, unit === '%' ? '百分点' : unit)));
  }
  if (verdict.years?.length > 1) {
    lines.push(el('span', { class: 'line' }, say('years', `${verdict.years[0]}–${verdict.years.at(-1)}`)));
  }
  if (verdict.earliest && setsApart(row)) lines.push(line('earliest', day(verdict.earliest[0]), ' ', labels(verdict.earliest[1])));
  if (verdict.only !== undefined) lines.push(line('only', labels([verdict.only])));
  if (verdict.missing?.length > 0) {
    lines.push(line('missing', verdict.missing.length > 3
      ? say('missingCount', verdict.missing.length) : labels(verdict.missing)));
  }
  for (const [plan, , quotes] of verdict.contradictions ?? []) {
    lines.push(el('span', { class: 'line warn' }, el('b', null, `! ${say('contradiction')}`), ' ',
      quoted(data.plans[plan].label), ' ', quoted(brief(quotes[0], 20)), ' / ', quoted(brief(quotes[1], 20))));
  }
  return lines;
}

function rowNode(row) {
  const about = [row.theme ? themeName(row.theme) : '', ...measuredIn(row)].filter(Boolean);
  const name = el('button', { type: 'button', class: 'name', 'aria-haspopup': 'dialog' }, quoted(row.label));
  name.row = row;
  return el('tr', { role: 'row' },
    el('th', { role: 'rowheader', scope: 'row' }, name,
      about.length > 0 ? el('span', { class: 'small' }, quoted(about.join(' · '))) : null),
    el('td', { role: 'cell', class: 'verdict' }, miniPlot(row), verdictLines(row)),
    data.columns.map((column) => cellNode(row, column)));
}

function sortButton(by, label) {
  const active = sorting.by === by;
  const arrow = active ? (sorting.down ? ' ↓' : ' ↑') : '';
  return el('button', {
    type: 'button', class: 'sort', title: say('sortBy', shown(typeof label === 'string' ? label : label.textContent)),
    click: () => sortRows(by),
  }, label, el('span', { 'aria-hidden': 'true' }, arrow));
}

function headNode(view) {
  const head = (by, label, extra) => el('th', {
    role: 'columnheader', scope: 'col', ...extra,
    'aria-sort': sorting.by === by ? (sorting.down ? 'descending' : 'ascending') : null,
  }, sortButton(by, label));
  return el('thead', { role: 'rowgroup' }, el('tr', { role: 'row' },
    head('label', say(view), { class: 'corner' }),
    head('spread', say('verdict'), { class: 'verdict' }),
    data.columns.map((column) => {
      const node = head(String(column.place), quoted(column.label));
      if (data.baseline === column.place) node.append(el('span', { class: 'small' }, say('baseline')));
      return node;
    })));
}

function pager(count, turn) {
  const size = rowsAPage();
  if (count <= size) return null;
  const button = (key, step, off) =>
    el('button', { type: 'button', disabled: off, click: () => turn(page + step) }, say(key));
  return el('nav', { class: 'pager', 'aria-label': say('pages') },
    button('previousPage', -1, page === 0),
    el('span', null, say('rowsFromTo', page * size + 1, Math.min(count, (page + 1) * size), count)),
    button('nextPage', 1, (page + 1) * size >= count));
}

// Enter and click are the button's own; arrow keys go to the next cell that has something to open.
function moveByKey(event) {
  const steps = { ArrowRight: [0, 1], ArrowLeft: [0, -1], ArrowDown: [1, 0], ArrowUp: [-1, 0] };
  const step = steps[event.key];
  const from = event.target.closest?.('td, th');
  if (!step || !from || event.altKey || event.ctrlKey || event.metaKey) return;
  let [row, column] = [from.parentElement, [...from.parentElement.children].indexOf(from)];
  const rows = [...from.closest('table').rows];
  let at = rows.indexOf(row);
  for (;;) {
    at += step[0];
    column += step[1];
    const cell = rows[at]?.children[column];
    if (!cell) return;
    const button = cell.querySelector('button');
    if (button) {
      event.preventDefault();
      button.focus();
      button.scrollIntoView({ block: 'nearest', inline: 'nearest' });
      return;
    }
  }
}

function tableView(view, rows, turn) {
  const all = data[view];
  if (rows.length === 0) {
    return el('p', { class: 'empty' }, say(all.length === 0 ? 'nothing' : 'noRows'));
  }
  const size = rowsAPage();
  page = Math.min(page, Math.floor((rows.length - 1) / size));
  const judged = all.some((row) => Object.keys(row.verdict).length > 0);
  const visible = rows.slice(page * size, (page + 1) * size);
  const table = el('table', { role: 'table', class: judged ? view : `${view} unjudged`, keydown: moveByKey, click: openFromTable },
    el('caption', { class: 'heard' }, say('tableOf', say(view))),
    headNode(view),
    el('tbody', { role: 'rowgroup' }, visible.map(rowNode)));
  // Widths that do not wait for what stands in the cells: a browser lays out large tables much faster so.
  table.style.setProperty('--columns', data.columns.length);
  return [
    el('div', { class: 'scroll', id: 'table', tabindex: '0', role: 'region', 'aria-label': say('tableOf', say(view)) }, table),
    pager(rows.length, turn),
  ];
}

function openFromTable(event) {
  const button = event.target.closest('button') ?? event.target.closest('td')?.querySelector(':scope > button');
  if (button?.cell) openCell(button.cell, button);
  else if (button?.row) openRow(button.row, button);
}
