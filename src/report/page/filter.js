// Which rows are shown, and in which order: the reader's choices in, rows out.

const chosen = { theme: '', body: '', state: '', year: '', text: '', shared: false };
const sorting = { by: 'plans', down: true };

// All that can be searched of a commitment, in small letters.
function haystack(commitment) {
  commitment.haystack ??= [
    commitment.text,
    ...commitment.section,
    ...commitment.duties.flatMap((duty) => duty.bodies.map((body) => data.bodies[body])),
    commitment.plan.label,
    commitment.plan.title ?? '',
  ].join('\n').toLowerCase();
  return commitment.haystack;
}

const hasTheme = (code) => code === chosen.theme || (chosen.theme.length === 1 && code?.startsWith(chosen.theme));

function terms() {
  return chosen.text.toLowerCase().split(/\s+/u).filter(Boolean);
}

// What the filters ask of a commitment alone, its place in a row left aside.
function commitmentFits(commitment, wanted) {
  const { theme, body, year } = chosen;
  if (theme && !commitment.theme.some(hasTheme)) return false;
  if (body && !commitment.duties.some((duty) => duty.bodies.some((place) => data.bodies[place].includes(body)))) {
    return false;
  }
  if (year && (commitment.due ?? commitment.plan.year ?? '').slice(0, 4) !== year) return false;
  return wanted.every((term) => haystack(commitment).includes(term));
}

function valueFits(value, wanted) {
  const { row } = value.cell;
  const { theme, body, state, year } = chosen;
  if (state && value.state !== state) return false;
  if (theme && !hasTheme(row.theme) && !value.commitment?.theme.some(hasTheme)) return false;
  if (body && !value.cell.bodies.some((place) => data.bodies[place].includes(body))) return false;
  if (year && yearOf(value) !== year) return false;
  if (wanted.length === 0) return true;
  row.haystack ??= [row.label, row.id ?? '', ...(row.population ?? [])].join('\n').toLowerCase();
  const words = value.commitment ? haystack(value.commitment) : quoteOf(value).toLowerCase();
  return wanted.every((term) => row.haystack.includes(term) || words.includes(term));
}

// Rows with a value that fits. `cell.fits` tells which of their cells do.
function fitting(rows) {
  const wanted = terms();
  return rows.filter((row) => {
    if (chosen.shared && row.cells.length < 2) return false;
    let any = false;
    for (const cell of row.cells) {
      cell.fits = cell.values.some((value) => valueFits(value, wanted));
      any ||= cell.fits;
    }
    return any;
  });
}

const filtering = () => Boolean(chosen.theme || chosen.body || chosen.state || chosen.year || chosen.text);

// What a row is sorted by in a plan: its greatest number; without numbers, its first deadline.
function sortKey(row, column) {
  const cell = row.byColumn.get(column);
  if (!cell) return null;
  const found = numbers(cell, true).map((value) => value.value);
  if (found.length > 0) return Math.max(...found);
  if (!row.action) return null;
  return cell.values.map((value) => value.due ?? '9999').sort()[0];
}

const collator = new Intl.Collator('zh', { numeric: true });

// Rows in order; what has no key comes last whichever way, and what is alike stays as given.
function sorted(rows) {
  const { by, down } = sorting;
  if (by === 'given') return down ? rows.toReversed() : rows;
  const keys = new Map();
  for (const row of rows) {
    let key;
    if (by === 'label') key = row.label;
    else if (by === 'theme') key = row.theme ?? null;
    else if (by === 'plans') key = row.cells.length;
    else if (by === 'spread') key = row.verdict.spread ?? null;
    else key = sortKey(row, data.columns[Number(by)]);
    keys.set(row, key);
  }
  const way = down ? -1 : 1;
  const byWords = by === 'label';
  return rows.toSorted((a, b) => {
    const [x, y] = [keys.get(a), keys.get(b)];
    if (x === null || y === null) return (x === null) - (y === null);
    if (byWords) return way * collator.compare(x, y);
    return x < y ? -way : x > y ? way : 0;
  });
}

// What is filtered by, for a printed page: `主题：卫生健康；搜索：村医`.
function filterWords() {
  const parts = [];
  if (chosen.theme) parts.push(`${say('theme')} ${themeName(chosen.theme)}`);
  if (chosen.body) parts.push(`${say('body')} ${chosen.body}`);
  if (chosen.state) parts.push(`${say('state')} ${say(chosen.state)}`);
  if (chosen.year) parts.push(`${say('year')} ${chosen.year}`);
  if (chosen.text) parts.push(`${say('search')} ${chosen.text}`);
  if (chosen.shared) parts.push(say('sharedOnly'));
  return shown(parts.join(chinese() ? '；' : '; '));
}
