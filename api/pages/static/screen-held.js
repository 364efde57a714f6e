// A part of the page that is swapped for a newer one keeps what its reader was at: the focus (who
// goes by keyboard stays where they were), and how far a wide table was pushed aside.
(() => {
  "use strict";
  const held = new Map(); // of each part: what had the focus, how far tables were pushed aside

  const mark = (one) =>
    [one.tagName, one.getAttribute("href") || one.getAttribute("name") || one.getAttribute("aria-label"), one.value].join(" ");
  const wide = (part) => Array.from(part.querySelectorAll(".wide"));

  function hold({ detail: { target } }) {
    if (!target?.classList?.contains("part")) return;
    const at = document.activeElement;
    held.set(target.id, {
      mark: target.contains(at) ? mark(at) : "",
      aside: wide(target).map((one) => one.scrollLeft),
    });
  }

  function back({ target }) {
    const part = target.closest?.(".part");
    const was = part && held.get(part.id);
    if (!was) return;
    wide(part).forEach((one, n) => (one.scrollLeft = was.aside[n] || 0));
    if (!was.mark || document.activeElement !== document.body) return;
    const reach = part.querySelectorAll("a[href], input, select, button, summary, [tabindex]");
    const same = Array.from(reach).find((one) => mark(one) === was.mark);
    if (same) same.focus({ preventScroll: true });
  }

  document.addEventListener("htmx:oobBeforeSwap", hold);
  document.addEventListener("htmx:beforeSwap", hold);
  document.addEventListener("htmx:oobAfterSwap", back);
  document.addEventListener("htmx:afterSwap", back);
  document.addEventListener("saksi:drawn", back); // the map comes after its part
})();
