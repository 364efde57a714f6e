// Small words for building the page. Text always becomes text, never markup.
const SVG = "http://www.w3.org/2000/svg";

export function el(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const name of Object.keys(attributes || {})) {
    const value = attributes[name];
    if (name === "on") {
      for (const event of Object.keys(value)) element.addEventListener(event, value[event]);
    } else if (value === true) {
      element.setAttribute(name, "");
    } else if (value !== false && value !== null && value !== undefined) {
      element.setAttribute(name, value);
    }
  }
  for (const child of children) {
    if (child === null || child === undefined) continue;
    element.appendChild(typeof child === "string" ? document.createTextNode(child) : child);
  }
  return element;
}

export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", "#i-" + name);
  svg.setAttribute("aria-hidden", "true");
  svg.appendChild(use);
  return svg;
}

export function empty(element) {
  while (element.firstChild) element.removeChild(element.firstChild);
}
