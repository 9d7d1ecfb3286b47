// The panel beside the table: a cell in; its values, the commitments they rest on with what stands round them, and
// why its row holds together out.

let opener = null;

const panel = () => document.getElementById('evidence');

// Beside the table where there is room, over it where there is none.
function openPanel(heading, content, from) {
  const dialog = panel();
  if (!dialog.contains(from)) opener = from;
  const title = el('h2', { id: 'evidence-title', tabindex: '-1' }, heading);
  replace(dialog,
    el('header', null, title,
      el('button', { type: 'button', class: 'close', click: closePanel, 'aria-label': say('close') }, '✕')),
    el('div', { class: 'inside' }, content));
  if (!dialog.open) {
    if (window.matchMedia('(max-width: 900px)').matches) dialog.showModal();
    else dialog.show();
  }
  document.body.classList.add('opened');
  for (const open of document.querySelectorAll('.current')) open.classList.remove('current');
  opener?.closest?.('td, th')?.classList.add('current');
  title.focus();
  if (window.innerWidth > 900) opener?.scrollIntoView?.({ block: 'nearest', inline: 'nearest' });
  dialog.querySelector('.inside').scrollTop = 0;
}

function closePanel() {
  const dialog = panel();
  if (dialog.open) dialog.close();
  document.body.classList.remove('opened');
  for (const open of document.querySelectorAll('.current')) open.classList.remove('current');
  if (opener?.isConnected) opener.focus();
  opener = null;
}

const pair = (key, ...what) => [el('dt', null, say(key)), el('dd', null, what)];

// What a value says, as a list of terms.
function valueFacts(value) {
  const facts = [];
  const number = amount(value);
  if (number) {
    const from = value.source ? say('bracketed', say('convertedFrom', shown(sourceAmount(value)))) : '';
    facts.push(pair('value', el('strong', null, number), from));
  }
  facts.push(pair('state', el('span', { class: `chip s-${value.state}` }, stateName(value.state, value.reason)),
    value.kind && value.kind !== 'target' ? ` ${say(value.kind)}` : '',
    value.status === 'planned' ? ` ${say('strength')}${say('colon')}${say(value.strength)}` : ''));
  if (value.indicator !== undefined) facts.push(pair('indicator', quoted(value.indicator)));
  if (value.due) facts.push(pair('deadline', day(value.due), value.basis ? say('bracketed', say(`basis_${value.basis}`)) : ''));
  if (value.reference !== undefined) facts.push(pair('reference', quoted(value.reference)));
  if (value.stretch !== undefined) facts.push(pair('stretch', quoted(value.stretch)));
  return el('dl', { class: 'facts' }, facts);
}

function duties(commitment) {
  const bodies = (duty) => quoted(duty.bodies.map((body) => data.bodies[body]).join('、'));
  return commitment.duties.map((duty) => el('div', null, `${say(duty.role)} `, bodies(duty)));
}

// A commitment between those before and after it, under its headings.
function context(commitment, phrases) {
  const beside = (step, key) => {
    const other = neighbour(commitment, step);
    if (!other) return null;
    return el('p', { class: 'beside' }, el('span', { class: 'where' }, say(key)), quoted(brief(other.text, 400)));
  };
  const headings = commitment.section.length > 0
    ? el('ol', { class: 'headings' }, commitment.section.map((heading) => el('li', null, quoted(brief(heading, 200)))))
    : null;
  const facts = [];
  if (commitment.duties.length > 0) facts.push(pair('responsible', duties(commitment)));
  if (commitment.theme.length > 0) facts.push(pair('theme', commitment.theme.map(themeName).join(chinese() ? '、' : ', ')));
  facts.push(pair('testable', say(commitment.testable ? 'yes' : 'no')));
  const end = commitment.start + Array.from(commitment.text).length;
  return [
    headings,
    beside(-1, 'before'),
    el('blockquote', null, marked(commitment, phrases)),
    beside(1, 'after'),
    el('dl', { class: 'facts' }, facts),
    el('p', { class: 'source small' }, quoted(commitment.plan.title ?? commitment.plan.label), ' · ',
      quoted(commitment.plan.path), ` · ${say('characters', commitment.start, end)}`),
  ];
}

const legend = () => el('p', { class: 'legend small' }, `${say('legend')} `,
  ['t', 'd', 'q', 'b', 'p'].map((kind) => [el('mark', { class: `m-${kind}` }, say(`mark_${kind}`)), ' ']));

function alignment(row) {
  const { by, likeness } = row;
  if (by === 'id') return say('byId', shown(row.id ?? row.label));
  if (by === 'wording') {
    return likeness === undefined ? say('sameWording') : say('byWording', plain(Math.round(likeness * 100) / 100));
  }
  return say('byAlone');
}

function rowFacts(row) {
  const verdict = verdictLines(row);
  return el('section', { class: 'row-facts' },
    el('h3', null, say('whyAligned')), el('p', null, alignment(row)),
    verdict.length > 0 ? [el('h3', null, say('verdict')), el('p', { class: 'lines' }, verdict)] : null,
    rowCharts(row, Math.max(260, panelWidth())));
}

const panelWidth = () => Math.min(window.innerWidth, 460) - 40;

// Values of one commitment stand together over its words.
function cellSections(cell) {
  const groups = new Map();
  for (const value of inOrder(cell.values)) {
    const key = value.commitment ?? value;
    groups.set(key, [...(groups.get(key) ?? []), value]);
  }
  const several = cell.column.plans.length > 1;
  return [...groups.values()].map((values) => {
    const { commitment } = values[0];
    const phrases = values.flatMap((value) => (value.phrase ? [value.phrase] : []));
    return el('section', { class: 'evidence' },
      several ? el('h3', null, quoted(values[0].plan.label)) : null,
      values.map(valueFacts),
      commitment ? context(commitment, phrases) : el('blockquote', null, quoted(quoteOf(values[0]))));
  });
}

function openCell(cell, from) {
  openPanel(
    [quoted(cell.column.label), ' · ', quoted(brief(cell.row.label, 60))],
    [legend(), cellSections(cell), rowFacts(cell.row)],
    from,
  );
}

function openRow(row, from) {
  const cells = row.cells.map((cell) => {
    const first = inOrder(cell.values).slice(0, 3).map((value) => amountOrWords(value, 60)).join(chinese() ? '；' : '; ');
    return el('li', null, el('button', { type: 'button', class: 'link', click: (event) => openCell(cell, event.currentTarget) },
      quoted(cell.column.label), ' ', quoted(first)));
  });
  openPanel(quoted(brief(row.label, 200)), [
    el('p', { class: 'small' }, quoted([row.theme ? themeName(row.theme) : '', ...measuredIn(row)].filter(Boolean).join(' · '))),
    rowFacts(row),
    el('h3', null, say('cells')),
    el('ul', { class: 'plain' }, cells),
  ], from);
}

const LISTED = 200;

// Several commitments, as a chart's mark or a cell of the heat map opens them.
function openList(heading, commitments, from) {
  const rest = commitments.length - LISTED;
  openPanel(heading, [
    el('p', { class: 'small' }, say('itemCount', commitments.length)),
    legend(),
    commitments.slice(0, LISTED).map((commitment) => el('section', { class: 'evidence' },
      commitment.section.length > 0
        ? el('ol', { class: 'headings' }, commitment.section.map((heading) => el('li', null, quoted(brief(heading, 200)))))
        : null,
      el('blockquote', null, marked(commitment, [])),
      el('p', { class: 'small' }, [
        say(commitment.status === 'planned' ? 'aligned' : 'reported'),
        commitment.due ? ` · ${say('due', day(commitment.due))}` : '',
      ]),
      duties(commitment))),
    rest > 0 ? el('p', { class: 'small' }, say('more', rest)) : null,
  ], from);
}
