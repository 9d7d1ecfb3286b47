// The page as a whole: header, filters, the view that is chosen, and what happens when the reader acts.

const VIEWS = ['measures', 'actions', 'charts', 'deadlines', 'coverage', 'notes'];
let view = data.measures.length > 0 || data.actions.length === 0 ? 'measures' : 'actions';

const isTable = () => view === 'measures' || view === 'actions';

// Rows of the view that fit, in order. Charts are of measures.
function currentRows() {
  const rows = data[view === 'actions' ? 'actions' : 'measures'];
  return sorted(fitting(rows));
}

function header() {
  const other = el('button', { type: 'button', lang: chinese() ? 'en' : 'zh-CN', title: say('otherLanguageLong'), click: () => {
    language = chinese() ? 1 : 0;
    build();
    document.getElementById('language').focus();
  }, id: 'language' }, say('otherLanguage'));
  return el('header', { class: 'top' },
    el('div', null, el('h1', null, say('title')),
      el('p', { class: 'small' }, say('summary', data.plans.length, data.measures.length, data.actions.length, data.commitments.length))),
    el('div', { class: 'controls' },
      el('button', { type: 'button', class: 'print-button', click: () => window.print() }, say('print')), other));
}

function tabs() {
  return el('nav', { class: 'tabs', 'aria-label': say('views') }, VIEWS.map((name) => el('button', {
    type: 'button', 'data-view': name, 'aria-current': name === view ? 'page' : null, click: () => show(name),
  }, say(name))));
}

function show(name) {
  view = name;
  page = 0;
  chartsShown = CHARTS_AT_ONCE;
  closePanel();
  for (const button of document.querySelectorAll('.tabs button')) {
    if (button.dataset.view === name) button.setAttribute('aria-current', 'page');
    else button.removeAttribute('aria-current');
  }
  render();
}

const counted = (list) => {
  const counts = new Map();
  for (const one of list) counts.set(one, (counts.get(one) ?? 0) + 1);
  return counts;
};

// A choice of one filter: what occurs, in order.
function choice(key, options) {
  return el('label', { title: key === 'year' ? say('yearHelp') : null }, say(key),
    el('select', { name: key, change: (event) => choose(key, event.target.value) },
      el('option', { value: '' }, say('all')),
      options.map(([value, label]) => el('option', { value, selected: chosen[key] === value }, shown(label)))));
}

function themeOptions() {
  return Object.keys(data.themes).sort(collator.compare)
    .map((code) => [code, `${code.length > 1 ? '\u2003' : ''}${themeName(code)}`]);
}

function yearOptions() {
  const years = new Set(data.commitments.map((commitment) => (commitment.due ?? commitment.plan.year ?? '').slice(0, 4)));
  years.delete('');
  return [...years].sort().map((year) => [year, year]);
}

function stateOptions() {
  const found = new Set([...data.measures, ...data.actions].flatMap((row) => row.cells.flatMap((cell) => cell.values.map((value) => value.state))));
  return STATES.filter((state) => found.has(state)).map((state) => [state, say(state)]);
}

// Bodies can be hundreds: a field that offers those that occur most.
function bodyField() {
  const counts = counted(data.commitments.flatMap((commitment) => commitment.duties.flatMap((duty) => duty.bodies)));
  const most = [...counts].sort((a, b) => b[1] - a[1]).slice(0, 300);
  return el('label', null, say('body'),
    el('input', { type: 'text', name: 'body', list: 'bodies', value: chosen.body, autocomplete: 'off', input: typed('body') }),
    el('datalist', { id: 'bodies' }, most.map(([body]) => el('option', { value: shown(data.bodies[body]) }))));
}

function sortField() {
  const keys = [['plans', say('byPlans')], ['given', say('given')], ['label', say('label')], ['theme', say('theme')], ['spread', say('bySpread')]];
  const columns = data.columns.map((column) => [String(column.place), column.label]);
  return el('label', { class: 'sorting' }, say('sort'), el('span', { class: 'joined' },
    el('select', { name: 'sort', change: (event) => sortRows(event.target.value) },
      [...keys, ...columns].map(([value, label]) => el('option', { value, selected: sorting.by === value }, shown(label)))),
    el('button', { type: 'button', class: 'way', 'aria-label': say(sorting.down ? 'descending' : 'ascending'),
      click: () => sortRows(sorting.by) }, sorting.down ? '↓' : '↑')));
}

// What is typed counts when the reader pauses.
function typed(key) {
  let waiting;
  return (event) => {
    clearTimeout(waiting);
    const { value } = event.target;
    waiting = setTimeout(() => choose(key, value.trim()), 150);
  };
}

function filters() {
  return el('form', { class: 'filters', 'aria-label': say('filters'), submit: (event) => event.preventDefault() },
    el('label', { class: 'wide' }, say('search'),
      el('input', { type: 'search', name: 'text', value: chosen.text, placeholder: say('searchHint'), input: typed('text') })),
    el('button', { type: 'button', class: 'unfold', 'aria-expanded': 'false', click: unfold }, say('moreFilters')),
    el('div', { class: 'folded' },
      choice('theme', themeOptions()), bodyField(), choice('state', stateOptions()), choice('year', yearOptions()), sortField(),
      el('label', { class: 'check' }, el('input', { type: 'checkbox', name: 'shared', checked: chosen.shared,
        change: (event) => choose('shared', event.target.checked) }), say('sharedOnly')),
      el('button', { type: 'button', class: 'reset', click: reset }, say('reset'))),
    el('p', { class: 'count', id: 'count', role: 'status', 'aria-live': 'polite' }));
}

// On a phone most filters wait behind a button.
function unfold(event) {
  const open = event.currentTarget.getAttribute('aria-expanded') !== 'true';
  event.currentTarget.setAttribute('aria-expanded', String(open));
}

function choose(key, value) {
  if (chosen[key] === value) return;
  chosen[key] = value;
  page = 0;
  render();
}

function reset() {
  Object.assign(chosen, { theme: '', body: '', state: '', year: '', text: '', shared: false });
  page = 0;
  replace(document.getElementById('filters'), filters());
  render();
  document.querySelector('[name=text]').focus();
}

// The same again turns the order round. Numbers and counts begin with the greatest.
function sortRows(by) {
  if (sorting.by === by) sorting.down = !sorting.down;
  else Object.assign(sorting, { by, down: !['label', 'theme', 'given'].includes(by) });
  page = 0;
  const select = document.querySelector('[name=sort]');
  const focused = document.activeElement;
  const place = focused?.closest('th') ? [...focused.closest('tr').children].indexOf(focused.closest('th')) : -1;
  const way = focused?.classList.contains('way');
  select.closest('label').replaceWith(sortField());
  render();
  if (place >= 0) document.querySelector(`thead th:nth-child(${place + 1}) button`)?.focus();
  else document.querySelector(way ? '.way' : '[name=sort]').focus();
}

function notes() {
  const states = [...STATES, 'absent'].flatMap((state) => [
    el('dt', null, el('span', { class: `chip s-${state}` }, say(state))), el('dd', null, say(`help_${state}`))]);
  return el('div', { class: 'notes' },
    el('h2', null, say('documents')),
    el('div', { class: 'wide-table' }, el('table', { class: 'documents' },
      el('thead', null, el('tr', null, ['planLabel', 'docTitle', 'place', 'issued', 'file'].map((key) => el('th', { scope: 'col' }, say(key))))),
      el('tbody', null, data.plans.map((plan) => el('tr', null,
        el('th', { scope: 'row' }, quoted(plan.label)), el('td', null, quoted(brief(plan.title ?? '', 300))),
        el('td', null, quoted(plan.place ?? ''), plan.code ? ` ${shown(plan.code)}` : ''), el('td', null, shown(plan.issued ?? '')),
        el('td', null, quoted(plan.path))))))),
    el('h2', null, say('method')), el('p', null, say('methodText')),
    el('h2', null, say('statesHead')), el('dl', { class: 'facts' }, states),
    el('p', null, say('keys')), el('p', null, say('controlsText')),
    el('p', { class: 'small' }, say('madeBy', shown(data.version), shown(data.dictionaries))));
}

function render() {
  const main = document.getElementById('view');
  const form = document.getElementById('filters');
  form.hidden = view === 'notes' || view === 'coverage';
  main.className = `view ${view}`;
  form.className = `for-${view}`;
  // What scrolls by itself can be scrolled with keys.
  main.tabIndex = isTable() || view === 'coverage' ? -1 : 0;
  const { paddingLeft, paddingRight } = getComputedStyle(main);
  const width = Math.max(300, main.clientWidth - parseFloat(paddingLeft) - parseFloat(paddingRight) - 2);
  const count = document.getElementById('count');
  if (isTable() || view === 'charts') {
    const rows = currentRows();
    count.textContent = say('rowCount', rows.length, data[view === 'actions' ? 'actions' : 'measures'].length);
    if (isTable()) replace(main, [tableView(view, rows, turn)].flat());
    else replace(main, chartsView(rows, width, render));
  } else {
    count.textContent = '';
    if (view === 'deadlines') replace(main, timelineView(width));
    else if (view === 'coverage') replace(main, [coverageView(render)].flat());
    else replace(main, notes());
  }
}

function turn(to) {
  page = to;
  render();
  const table = document.getElementById('table');
  table.scrollTop = 0;
  table.focus();
  table.scrollIntoView({ block: 'nearest' });
}

function build() {
  document.documentElement.lang = chinese() ? 'zh-CN' : 'en';
  document.title = `${say('title')} · ${data.columns.slice(0, 3).map((column) => shown(column.label)).join('、')}`;
  document.body.classList.remove('opened');
  replace(document.getElementById('app'),
    el('a', { class: 'skip', href: '#view' }, say('skip')),
    header(), tabs(),
    el('div', { id: 'filters' }, filters()),
    el('div', { class: 'work' },
      el('main', { id: 'view', tabindex: '-1' }),
      el('dialog', { id: 'evidence', 'aria-labelledby': 'evidence-title', close: closePanel })),
    el('div', { id: 'print', 'aria-hidden': 'true' }));
  render();
}

document.addEventListener('keydown', (event) => {
  if (event.key === 'Escape' && panel().open) closePanel();
});
window.addEventListener('beforeprint', () => {
  document.body.classList.add('printing');
  preparePrint(view, isTable() ? currentRows() : []);
});
window.addEventListener('afterprint', () => {
  document.body.classList.remove('printing');
  replace(document.getElementById('print'));
});
let resizing;
let lastWidth = window.innerWidth;
window.addEventListener('resize', () => {
  clearTimeout(resizing);
  resizing = setTimeout(() => {
    if (window.innerWidth === lastWidth || isTable()) return;
    lastWidth = window.innerWidth;
    render();
  }, 150);
});

language = data.lang.startsWith('zh') ? 0 : 1;
build();
