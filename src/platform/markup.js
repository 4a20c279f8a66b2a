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

const plain = (text) => text.replace(/&(\w+);/g, (_, name) => NAMED[name] ?? refuse(name));

function refuse(markup) {
  throw new TypeError(`This site writes no such markup: ${markup.slice(0, 80)}`);
}

function made(markup, namespace) {
  const whole = document.createDocumentFragment();
  let within = whole;
  PIECE.lastIndex = 0;
  while (PIECE.lastIndex < markup.length) {
    const rest = markup.slice(PIECE.lastIndex, PIECE.lastIndex + 80);
    const [, closed, opened, attributes, isClosed, text] = PIECE.exec(markup) ?? refuse(rest);
    if (text) {
      within.append(plain(text));
    } else if (closed) {
      if (within.localName !== closed) refuse(rest);
      within = within.parentNode;
    } else {
      if (REFUSED_ELEMENT.test(opened)) refuse(rest);
      const isDrawn = opened === "svg" || (within === whole ? namespace : within.namespaceURI) === SVG;
      const element = isDrawn ? document.createElementNS(SVG, opened) : document.createElement(opened);
      for (const [, name, value = ""] of attributes.matchAll(ATTRIBUTES)) {
        if (REFUSED_ATTRIBUTE.test(name) || (LEADS.test(name) && /^[^/]*:/.test(value.replace(/^https:/, "")))) refuse(rest);
        element.setAttributeNS(name === "xmlns" ? XMLNS : null, name, plain(value));
      }
      within.append(element);
      if (!isClosed && (isDrawn || !NEVER_CLOSED.test(opened))) within = element;
    }
  }
  if (within !== whole) refuse(markup);
  return whole;
}

export function write_without_parser() {
  const own = Object.getOwnPropertyDescriptor(Element.prototype, "innerHTML");
  Object.defineProperty(Element.prototype, "innerHTML", {
    ...own,
    set(markup) {
      const place = this instanceof HTMLTemplateElement ? this.content : this;
      place.replaceChildren(made(String(markup ?? ""), this.namespaceURI));
    },
  });
}
