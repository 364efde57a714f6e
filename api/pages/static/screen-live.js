// One event stream for all tabs of this browser: the tab that holds the lock keeps the stream and
// tells the others by a channel; when it closes, the next one goes on from the last event's id. A
// browser opens six streams to a server, and a seventh tab would wait for ever.
(() => {
  "use strict";
  if (!window.htmx) return;
  const LOCK = "saksi-screen-live";
  const POLL = 5000; // ms, where tabs cannot share (no secure context)
  const channel = "BroadcastChannel" in window ? new BroadcastChannel(LOCK) : null;
  const sources = new Set();
  let last = "";
  let well = null;

  function light(on) {
    well = on;
    const sign = document.getElementById("live");
    if (!sign) return;
    sign.hidden = false;
    sign.classList.toggle("on", on);
    const text = on ? sign.dataset.live : sign.dataset.waits;
    if (sign.textContent !== text) sign.textContent = text;
  }

  // To the htmx extension each of these is an EventSource that never breaks.
  function source() {
    const one = new EventTarget();
    one.readyState = 1;
    one.close = () => sources.delete(one);
    sources.add(one);
    return one;
  }

  function hear(id) {
    light(true);
    if (!id || id === last) return;
    // The first one, too: the count may have changed between the page and its stream.
    last = id;
    renew();
  }

  // A tab that nobody sees asks for nothing, and for what it missed when it is looked at again.
  let shown = "";
  function renew() {
    if (document.hidden || shown === last) return;
    shown = last;
    for (const one of sources) one.dispatchEvent(new MessageEvent("recap", { data: last, lastEventId: last }));
  }
  document.addEventListener("visibilitychange", renew);

  function tell(message) {
    if (channel) channel.postMessage(message);
  }

  // Nothing stays on a screen whose session ended; a tab that was asked without need stays as it is.
  function look() {
    return fetch("/screen/now", { credentials: "same-origin" }).then((answer) => {
      if (answer.status === 401) location.replace("/screen");
      return answer;
    });
  }

  function stream() {
    const events = new EventSource("/screen/live?last=" + encodeURIComponent(last));
    const heard = (event) => {
      hear(event.lastEventId);
      tell({ id: event.lastEventId, on: true });
    };
    events.addEventListener("hello", heard);
    events.addEventListener("recap", heard);
    events.addEventListener("out", () => {
      events.close();
      tell({ out: true });
      location.replace("/screen");
    });
    events.onerror = () => {
      light(false);
      tell({ on: false });
      if (events.readyState !== EventSource.CLOSED) return;
      look().catch(() => null);
      setTimeout(stream, 3000);
    };
  }

  if (channel) {
    channel.onmessage = ({ data }) => {
      if (data.out) location.replace("/screen");
      else if (data.look) look().catch(() => null);
      else if (data.ask) {
        if (leads && last) tell({ id: last, on: well === true });
      } else if (data.on) hear(data.id);
      else light(false);
    };
  }

  let leads = false;
  if (channel && navigator.locks) {
    navigator.locks.request(LOCK, () => {
      leads = true;
      stream();
      return new Promise(() => {}); // until this tab closes
    });
    tell({ ask: true });
  } else {
    const poll = () =>
      look()
        .then((answer) => (answer.ok ? answer.json() : Promise.reject(new Error(answer.status))))
        .then((found) => hear(found.state), () => light(false));
    poll();
    setInterval(poll, POLL);
  }

  htmx.createEventSource = source;

  // What a page asks for again: only the parts that differ from those it has.
  document.addEventListener("htmx:configRequest", (event) => {
    if (!event.detail.elt.hasAttribute("data-parts")) return;
    const has = Array.from(document.querySelectorAll("[data-part]"), (e) => e.id + "=" + e.dataset.part);
    event.detail.headers["X-Parts"] = has.join(" ");
    event.detail.headers["X-State"] = last;
  });
})();
