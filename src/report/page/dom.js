// Elements from names and texts. Whatever a document says becomes a text node: there is no other way in this page.

function fill(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === 'function') node.addEventListener(name, value);
    else node.setAttribute(name, value === true ? '' : String(value));
  }
  for (const child of children.flat(Infinity)) {
    if (child !== null && child !== undefined && child !== '' && child !== false) node.append(child);
  }
  return node;
}

// `el('p', { class: 'note' }, 'words', el('b', null, 'more'))`
const el = (name, attributes, ...children) => fill(document.createElement(name), attributes, children);

const svg = (name, attributes, ...children) =>
  fill(document.createElementNS('http://www.w3.org/2000/svg', name), attributes, children);

// Overrides, embeddings and isolates could disorder what stands around them, and other control characters show as
// nothing: one visible character takes the place of each, so that positions stay.
const shown = (text) =>
  String(text).replace(/[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069]/g, '\uFFFD');

// Words of a document: in a direction of their own, whatever stands beside them.
const quoted = (text, attributes) => el('bdi', { lang: 'zh', ...attributes }, shown(text));

const brief = (text, limit) => {
  const characters = Array.from(shown(text));
  return characters.length > limit ? `${characters.slice(0, limit).join('')}…` : characters.join('');
};

// A commitment's words with what was found in them. Marks may lie within each other: between two ends of marks, a
// piece carries the kinds of all that cover it.
function marked(commitment, phrases) {
  const characters = Array.from(commitment.text);
  const here = phrases.map(([start, length]) => [start, length, 'here']);
  const marks = [...commitment.marks, ...here].map(([start, length, kind]) => [start, start + length, kind]);
  const cuts = new Set([0, characters.length]);
  for (const [start, end] of marks) cuts.add(start).add(end);
  const sorted = [...cuts].sort((a, b) => a - b);
  const pieces = [];
  let around = null;
  for (let i = 0; i + 1 < sorted.length; i++) {
    const [start, end] = [sorted[i], sorted[i + 1]];
    const text = shown(characters.slice(start, end).join(''));
    const kinds = [...new Set(marks.filter(([from, to]) => from <= start && end <= to).map((mark) => mark[2]))];
    const within = kinds.includes('here');
    const found = kinds.filter((kind) => kind !== 'here');
    const names = found.map((kind) => say(`mark_${kind}`)).join(chinese() ? '、' : ', ');
    const piece = found.length === 0
      ? text
      : el('mark', { class: found.map((kind) => `m-${kind}`).join(' '), title: names }, text);
    if (!within) {
      around = null;
      pieces.push(piece);
    } else {
      // One frame round all pieces of the phrase; a new one where another phrase begins.
      if (!around || here.some(([from]) => from === start)) pieces.push((around = el('span', { class: 'here' })));
      around.append(piece);
    }
  }
  return el('bdi', { lang: 'zh', class: 'words' }, pieces);
}

const replace = (node, ...children) => {
  node.replaceChildren(...children.flat(Infinity).filter((child) => child !== null && child !== undefined));
  return node;
};
