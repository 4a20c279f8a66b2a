// The setter of `innerHTML`, without the browser's parser: elements are made one by one, of the markup
// that this site writes, and anything else is a mistake. It makes nothing that runs, loads or styles.
const SVG = "http://www.w3.org/2000/svg";
const XMLNS = "http://www.w3.org/2000/xmlns/";
const PIECE = /<\/([\w-]+)>|<([\w-]+)((?: [\w:-]+(?:="[^"<>]*")?)*)(\/?)>|([^<>]+)/y;
const ATTRIBUTES = / ([\w:-]+)(?:="([^"]*)")?/g;
const NAMED = { amp: "&", lt: "<", gt: ">", quot: '"' };
const NEVER_CLOSED = /^(?:br|col|hr|input|wbr)$/;
const LEADS = /^(?:href|action)$/i;
const REFUSED_ELEMENT = /^(?:script|style|link|meta|base|iframe|object|embed|template|foreignobject|im(?:g|age)|use|video|audio|source)$/i;
const REFUSED_ATTRIBUTE = /^(?:on.*|style|src.*|formaction|xlink:.*)$/i;

// The opening tag that an element was written by last: who says the same again needs not look at its attributes.
const tags = new WeakMap();

const plain = (text) => text.replace(/&(\w+);/g, (_, name) => NAMED[name] ?? refuse(name));

function refuse(markup) {
  throw new TypeError(`This site writes no such markup: ${markup.slice(0, 80)}`);
}

// Gives an element the attributes that a tag says, and no others.
function set(element, attributes, stays, rest) {
  const named = new Set();
  for (const [, name, coded = ""] of attributes.matchAll(ATTRIBUTES)) {
    if (REFUSED_ATTRIBUTE.test(name) || (LEADS.test(name) && /^[^/]*:/.test(coded.replace(/^https:/, "")))) refuse(rest);
    const value = plain(coded);
    named.add(name);
    if (stays && element.getAttribute(name) === value) continue;
    element.setAttributeNS(name === "xmlns" ? XMLNS : null, name, value);
  }
  if (!stays) return;
  for (const name of element.getAttributeNames()) if (!named.has(name)) element.removeAttribute(name);
}

// Makes a place hold what a markup says. What stands there already in the same order stays, and takes what
// is said of it; an empty place gets everything anew.
function write(place, markup, namespace) {
  let within = place;
  let next = place.firstChild;
  const drop = () => {
    while (next) {
      const gone = next;
      next = next.nextSibling;
      gone.remove();
    }
  };
  PIECE.lastIndex = 0;
  while (PIECE.lastIndex < markup.length) {
    const rest = markup.slice(PIECE.lastIndex, PIECE.lastIndex + 80);
    const [piece, closed, opened, attributes, isClosed, text] = PIECE.exec(markup) ?? refuse(rest);
    if (text) {
      const said = plain(text);
      const stays = next instanceof Text;
      if (!stays) within.insertBefore(new Text(said), next);
      else if (next.data !== said) next.data = said;
      if (stays) next = next.nextSibling;
    } else if (closed) {
      if (within === place || within.localName !== closed) refuse(rest);
      drop();
      next = within.nextSibling;
      within = within.parentNode;
    } else {
      if (REFUSED_ELEMENT.test(opened)) refuse(rest);
      const isDrawn = opened === "svg" || (within === place ? namespace : within.namespaceURI) === SVG;
      const stays = next?.localName === opened && (next.namespaceURI === SVG) === isDrawn;
      const element = stays ? next : isDrawn ? document.createElementNS(SVG, opened) : document.createElement(opened);
      if (!stays || tags.get(next) !== piece) {
        set(element, attributes, stays, rest);
        tags.set(element, piece);
      }
      if (!stays) within.insertBefore(element, next);
      if (!isClosed && (isDrawn || !NEVER_CLOSED.test(opened))) {
        within = element;
        next = element.firstChild;
      } else {
        if (element.firstChild) element.replaceChildren();
        next = element.nextSibling;
      }
    }
  }
  if (within !== place) refuse(markup);
  drop();
}

export function write_without_parser() {
  const own = Object.getOwnPropertyDescriptor(Element.prototype, "innerHTML");
  Object.defineProperty(Element.prototype, "innerHTML", {
    ...own,
    set(markup) {
      const place = this instanceof HTMLTemplateElement ? this.content : this;
      const whole = document.createDocumentFragment();
      write(whole, String(markup ?? ""), this.namespaceURI);
      place.replaceChildren(whole);
    },
  });
}

export function redraw(place, markup) {
  write(place, markup, place.namespaceURI);
}
