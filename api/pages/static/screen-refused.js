// Says why something was refused: what htmx asks for is put into the page only when it succeeds, and
// a refusal would be silent. What was filled in stays.
(() => {
  "use strict";
  const sign = document.getElementById("refused");
  if (!sign || !window.htmx) return;

  function say(text) {
    sign.hidden = !text;
    if (sign.textContent !== text) sign.textContent = text;
    if (text) sign.scrollIntoView({ block: "nearest" });
  }

  function reason(answer) {
    if (answer.status === 413) return sign.dataset.large;
    const page = new DOMParser().parseFromString(answer.responseText, "text/html");
    const own = page.querySelector("[data-reason]");
    if (own) return own.textContent.trim();
    return answer.status >= 500 ? sign.dataset.away : sign.dataset.other;
  }

  document.addEventListener("htmx:beforeRequest", (event) => {
    if (event.detail.requestConfig.verb !== "get") say("");
  });
  document.addEventListener("htmx:responseError", (event) => {
    if (event.detail.xhr.status !== 401) say(reason(event.detail.xhr)); // 401: htmx reloads
  });
  for (const away of ["htmx:sendError", "htmx:timeout"]) {
    document.addEventListener(away, (event) => {
      if (event.detail.requestConfig.verb !== "get") say(sign.dataset.away);
    });
  }
})();
