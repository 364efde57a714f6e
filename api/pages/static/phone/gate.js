// The code that belongs to a personal link: asked for once, then a cookie remembers.
import { Refused, ask } from "./api.js";
import { el, empty } from "./dom.js";
import { label, t } from "./texts.js";

export function gate(place, entered) {
  const field = el("input", { id: "code", inputmode: "numeric", autocomplete: "one-time-code",
    maxlength: "9", required: true });
  const say = el("p", { class: "say", role: "alert" });
  const go = label(el("button", { class: "primary" }), "code_go");
  const form = el("form", { class: "gate" }, label(el("h1"), "code_title"),
    label(el("p"), "code_note"), label(el("label", { for: "code" }), "code_label"), field, go, say);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    say.removeAttribute("data-t");
    say.textContent = "";
    go.disabled = true;
    try {
      await ask("/phone/enter", "own", { code: field.value });
      entered();
    } catch (trouble) {
      tell(say, trouble);
      field.select();
    } finally {
      go.disabled = false;
    }
  });
  empty(place);
  place.appendChild(form);
  field.focus();
}

const REFUSED = { link: "code_link", used: "code_used" };

function tell(say, trouble) {
  if (!(trouble instanceof Refused)) label(say, "code_offline");
  else if (trouble.body.refused === "pause") {
    say.textContent = t("code_pause", { wait: wait(trouble.body.seconds) });
  } else label(say, REFUSED[trouble.body.refused] || "code_wrong");
}

function wait(seconds) {
  if (seconds < 90) return t("seconds", { count: seconds });
  return t("minutes", { count: Math.ceil(seconds / 60) });
}
