// Values as a reader writes them: {comparator: 'ge', value: 82000, unit: '人'} in, `≥ 8.2万人` out.

const SIGNS = { eq: '', ge: '≥', gt: '>', le: '≤', lt: '<', range: '', sync: '' };

// Without the noise of binary fractions.
const plain = (number) => String(Number(number.toPrecision(12)));

// Large numbers by these, where no more than so many decimals are left.
const SCALES = [[[1e8, 4, '亿'], [1e4, 2, '万']], [[1e9, 4, ' billion'], [1e6, 2, ' million']]];

function figure(number, unit) {
  if (SHARES.has(unit)) return plain(number);
  for (const [size, decimals, word] of SCALES[language]) {
    const short = plain(number / size);
    if (Math.abs(number) >= size && (short.split('.')[1] ?? '').length <= decimals) return `${short}${word}`;
  }
  return GROUPED.format(number);
}

const GROUPED = new Intl.NumberFormat('en', { maximumFractionDigits: 6 });
const SHARES = new Set(['%', '‰', '百分点']);

function withUnit(number, unit) {
  const amount = figure(number, unit);
  if (!unit) return amount;
  if (unit === '百分点') return `${amount}${chinese() ? '个百分点' : ' pp'}`;
  return chinese() || /^[%‰/]/.test(unit) ? `${amount}${unit}` : `${amount} ${unit}`;
}

const TIMES = { Y: ['年', 'year'], M: ['月', 'month'], W: ['周', 'week'], D: ['日', 'day'] };

// Per which time: `P1Y` is /年.
function rate(per) {
  const found = /^P(\d+)([YMWD])$/.exec(per ?? '');
  if (!found) return per ? `/${per}` : '';
  if (per === 'P3M') return chinese() ? '/季' : '/quarter';
  const count = found[1] === '1' ? '' : found[1];
  return `/${count}${chinese() || !count ? '' : ' '}${TIMES[found[2]][language]}`;
}

// The number with comparator and unit, or the words where there is no number.
function amount(value) {
  if (value.comparator === 'sync' && value.reference) return say('sync', shown(value.reference));
  if (value.value === undefined) return value.reference ? shown(value.reference) : '';
  const unit = value.unit ?? '';
  const change = changeWord(value);
  let number = withUnit(value.value, unit);
  if (value.max !== undefined) number = `${figure(value.value, unit)}–${withUnit(value.max, unit)}`;
  const sign = value.comparator === 'approx' ? say('approx') : (SIGNS[value.comparator] ?? '');
  const space = sign && (!chinese() || value.comparator !== 'approx') ? '\u00A0' : '';
  return `${change}${sign}${space}${number}${rate(value.per)}`;
}

// `增`, `up`; nothing where the row's name says it, or there is nothing to say.
function changeWord(value) {
  const name = value.cell?.row.label ?? '';
  if (value.change === 'increase_by' && /(增长|增速|涨幅|增幅)$/.test(name)) return '';
  if (value.change === 'decrease_by' && /(下降|降低|降幅)$/.test(name)) return '';
  return WORDS[value.change] ? `${say(value.change)}${chinese() ? '' : ' '}` : '';
}

// As amount(), with a quote where there is nothing to count.
const amountOrWords = (value, limit) => amount(value) || brief(quoteOf(value), limit);

function sourceAmount(value) {
  const [number, max, unit] = value.source;
  if (number === null) return unit;
  return max === null ? withUnit(number, unit) : `${figure(number, unit)}–${withUnit(max, unit)}`;
}

// `2025-12-31` is 2025年底.
function day(due) {
  const end = /^(\d{4})-12-31$/.exec(due ?? '');
  return end ? say('yearEnd', end[1]) : (due ?? '');
}

const stateName = (state, reason) => (reason ? `${say(state)}${say('colon')}${say(reason)}` : say(state));

// What a row is measured in: `人/年 · 村医`.
function measuredIn(row) {
  return [row.unit ? `${row.unit}${rate(row.per)}` : rate(row.per), ...(row.population ?? [])].filter(Boolean);
}

// The number of a value that stands beside others, for sorting and plots; reported ones only where asked for.
function numbers(cell, reported) {
  return cell.values.filter(
    (value) =>
      value.value !== undefined && (COMPARABLE.has(value.state) || (reported && value.state === 'reported')),
  );
}
