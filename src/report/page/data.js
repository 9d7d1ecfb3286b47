// The comparison as `data.rs` wrote it: lists that name each other by place in, objects that point at each other out.

const data = JSON.parse(document.getElementById('data').textContent);

const STATES = ['aligned', 'converted', 'qualitative', 'reported', 'not_comparable'];
const COMPARABLE = new Set(['aligned', 'converted']);

for (const plan of data.plans) {
  const date = plan.period ?? plan.issued ?? '';
  plan.year = /\d{4}/.exec(date)?.[0] ?? null;
}
data.columns.forEach((column, place) => {
  column.place = place;
  column.plans = column.plans.map((plan) => data.plans[plan]);
  for (const plan of column.plans) plan.column = column;
});

data.commitments.forEach((commitment, place) => {
  commitment.place = place;
  commitment.plan = data.plans[commitment.plan];
  commitment.section = (commitment.section ?? []).map((heading) => data.headings[heading]);
  commitment.duties = (commitment.duties ?? []).map(([bodies, role]) => ({ bodies, role }));
  commitment.theme ??= [];
  commitment.marks ??= [];
  commitment.status ??= 'planned';
  commitment.strength ??= 'stated';
});

function readRow(row, action) {
  row.action = action;
  row.label ??= data.commitments[row.words].text;
  row.by ??= 'alone';
  row.verdict ??= {};
  row.byColumn = new Map();
  for (const cell of row.cells) {
    cell.row = row;
    cell.column = data.columns[cell.column];
    cell.bodies ??= [];
    cell.state ??= 'aligned';
    row.byColumn.set(cell.column, cell);
    for (const value of cell.values) {
      value.cell = cell;
      value.commitment = value.at === undefined ? null : data.commitments[value.at];
      value.plan = value.commitment?.plan ?? data.plans[value.plan] ?? cell.column.plans[0];
      value.change ??= 'level';
      value.state ??= 'aligned';
      value.status ??= value.commitment?.status ?? 'planned';
      value.strength ??= value.commitment?.strength ?? 'stated';
      // Null says that there is none, though the commitment has one.
      if (value.due === undefined) value.due = value.commitment?.due ?? null;
      value.kind ??= action ? null : 'target';
    }
  }
}

// The words that a value rests on. Cutting by code points takes time, so it waits until they are shown.
function quoteOf(value) {
  if (value.quote !== undefined) return value.quote;
  if (!value.commitment) return '';
  if (!value.phrase) return value.commitment.text;
  const [start, length] = value.phrase;
  return Array.from(value.commitment.text).slice(start, start + length).join('');
}

data.measures.forEach((row) => readRow(row, false));
data.actions.forEach((row) => readRow(row, true));

// The commitment before (-1) or after (1) one in the same plan.
function neighbour(commitment, step) {
  const other = data.commitments[commitment.place + step];
  return other?.plan === commitment.plan ? other : null;
}

const themeName = (code) => (data.themes[code] ? data.themes[code][language] : code);
const yearOf = (value) => (value.due ?? value.plan?.year ?? '').slice(0, 4) || null;
