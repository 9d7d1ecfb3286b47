// On paper a table of many plans has no room side by side: each row becomes a block, one line a plan, with the words
// it rests on. It is made when the reader prints and taken away afterwards.

function printedRow(row) {
  const head = el('tr', null, el('th', { colspan: '4', scope: 'rowgroup' }, quoted(brief(row.label, 300)),
    el('span', { class: 'small' }, quoted([row.theme ? themeName(row.theme) : '', ...measuredIn(row)].filter(Boolean).join(' · '))),
    el('span', { class: 'small' }, verdictLines(row).map((found) => [found, ' ']))));
  const lines = row.cells.flatMap((cell) => cell.values.map((value, i) => el('tr', null,
    el('th', { scope: 'row' }, i === 0 ? quoted(cell.column.label) : ''),
    el('td', null, amount(value), value.state === 'aligned' ? '' : ` ${stateName(value.state, value.reason)}`),
    el('td', null, value.state === 'reported' ? '' : day(value.due)),
    el('td', null, quoted(brief(value.commitment?.text ?? quoteOf(value), 400))))));
  return el('tbody', null, head, lines);
}

function preparePrint(view, rows) {
  const place = document.getElementById('print');
  const filters = filterWords();
  const plans = el('ol', { class: 'plans' }, data.plans.map((plan) => el('li', null,
    quoted(plan.label), plan.title ? [' ', quoted(brief(plan.title, 120))] : '', plan.issued ? ` ${plan.issued}` : '', ' ', quoted(plan.path))));
  const head = [
    plans,
    filters ? el('p', null, say('filteredBy', filters)) : null,
  ];
  if (view !== 'measures' && view !== 'actions') {
    replace(place, head);
    return;
  }
  replace(place, head,
    el('h2', null, `${say(view)} · ${say('rowCount', rows.length, data[view].length)}`),
    el('table', { class: 'printed' },
      el('thead', null, el('tr', null, ['plan', 'value', 'deadline', 'quote'].map((key) => el('th', { scope: 'col' }, say(key))))),
      rows.map(printedRow)));
}
