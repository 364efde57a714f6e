// What a page lacks to be for everybody, as sentences; empty when it lacks nothing.
() => {
  const found = [];
  const say = (what, e) => found.push(what + ": " + e.outerHTML.slice(0, 120));
  const seen = (e) => e.getClientRects().length && getComputedStyle(e).visibility !== "hidden";
  const label = (e) => (e.labels && e.labels[0] ? e.labels[0].innerText : "");
  const name = (e) => (e.getAttribute("aria-label") || e.innerText || e.alt || label(e)).trim();

  const parse = (colour) => colour.match(/[\d.]+/g).map(Number);
  const channel = (v) => (v <= 10.02 ? v / 3294.6 : Math.pow((v / 255 + 0.055) / 1.055, 2.4));
  const light = ([r, g, b]) =>
    0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b); // WCAG 2.2, relative luminance
  const behind = (e) => {
    for (; e; e = e.parentElement) {
      const colour = parse(getComputedStyle(e).backgroundColor);
      if (colour.length === 3 || colour[3] > 0.99) return colour;
    }
    return [255, 255, 255];
  };

  for (const e of document.querySelectorAll("button, a, input:not([type=file]), textarea")) {
    if (!seen(e)) continue;
    const box = e.getBoundingClientRect();
    if (!name(e)) say("no name", e);
    if (box.height < 44 || box.width < 44) say("small " + box.width + "x" + box.height, e);
  }
  for (const e of document.querySelectorAll("img")) {
    if (e.getAttribute("alt") === null) say("no alt", e);
  }

  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = texts.nextNode(); node; node = texts.nextNode()) {
    const e = node.parentElement;
    if (!node.data.trim() || !seen(e) || e.closest("script, noscript, .by")) continue;
    const style = getComputedStyle(e);
    const [low, high] = [light(parse(style.color)), light(behind(e))].sort((a, b) => a - b);
    const ratio = (high + 0.05) / (low + 0.05);
    if (ratio < 4.5) say("contrast " + ratio.toFixed(2), e);
    if (parseFloat(style.fontSize) < 13) say("small print " + style.fontSize, e);
  }

  const ids = Array.from(document.querySelectorAll("[id]"), (e) => e.id);
  if (new Set(ids).size !== ids.length) found.push("an id is there twice");
  if (!document.documentElement.lang) found.push("no language");
  if (!document.querySelector("main")) found.push("no main part");
  if (document.documentElement.scrollWidth > innerWidth) found.push("wider than the screen");
  return found;
}
