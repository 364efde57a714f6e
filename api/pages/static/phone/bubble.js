// One message as a bubble, with its time, its tick, its picture, and the buttons below it.
import { el, icon } from "./dom.js";
import { called, label, language, t } from "./texts.js";

export function clock(at) {
  const time = new Date(at);
  const two = (number) => ("0" + number).slice(-2);
  return two(time.getHours()) + (language() === "en" ? ":" : ".") + two(time.getMinutes());
}

export function dayName(at) {
  const day = new Date(at), today = new Date(), yesterday = new Date();
  yesterday.setDate(today.getDate() - 1);
  if (day.toDateString() === today.toDateString()) return t("today");
  if (day.toDateString() === yesterday.toDateString()) return t("yesterday");
  return day.toLocaleDateString(language() === "en" ? "en-GB" : "id-ID",
    { weekday: "long", day: "numeric", month: "long" });
}

// item: {mine, at, text, kind, picture: url or null, file: {url, name} or null, place, status,
// buttons, ask}
export function message(item, act) {
  const bubble = el("div", { class: "bubble" });
  const by = el("span", { class: "by" });
  if (item.mine) label(by, "you");
  else by.textContent = "Saksi";
  bubble.appendChild(by);
  if (item.picture) bubble.appendChild(picture(item.picture, act));
  if (item.file) bubble.appendChild(el("a", { class: "file", href: item.file.url,
    download: item.file.name }, item.file.name));
  if (item.place) bubble.appendChild(place(item.place));
  const words = text(item);
  if (words) bubble.appendChild(words);
  if (item.why) bubble.appendChild(el("p", { class: "why" }, item.why));
  bubble.appendChild(foot(item));
  const line = el("li", { class: "message" + (item.mine ? " mine" : "") }, bubble);
  const below = item.mine ? null : choices(item, act);
  if (below) line.appendChild(below);
  return line;
}

function text(item) {
  if (item.kind === "contact") return label(el("p"), "contact");
  if (item.mine && item.kind === null) return label(el("p"), "deleted");
  return item.text ? el("p", {}, item.text) : null;
}

function picture(url, act) {
  const image = el("img", { src: url, alt: "", loading: "lazy" });
  return called(el("button", { type: "button", class: "picture", on: { click: () => act.view(url) } },
    image), "a_photo");
}

function place(where) {
  const words = el("p", {}, label(el("strong"), "a_location"),
    el("span", {}, where.lat.toFixed(5) + ", " + where.lon.toFixed(5)));
  return el("div", { class: "place" }, icon("place"), words);
}

function foot(item) {
  const time = el("time", { datetime: new Date(item.at).toISOString() }, clock(item.at));
  const footer = el("footer", {}, time);
  if (item.mine) {
    const tick = el("span", { class: "tick " + item.status, role: "img" }, icon(item.status));
    footer.appendChild(called(tick, item.status));
  }
  return footer;
}

function choices(item, act) {
  const row = el("div", { class: "choices" });
  for (const button of item.buttons || []) {
    const press = () => {
      element.classList.add("pressed");
      act.press(button[1], button[0]);
    };
    const element = el("button", { type: "button", on: { click: press } }, button[0]);
    row.appendChild(element);
  }
  if (item.ask === "location") row.appendChild(asked("place", "share_location", act.location));
  if (item.ask === "contact" && act.contact) row.appendChild(asked("contact", "contact", act.contact));
  return row.firstChild ? row : null;
}

function asked(name, key, on) {
  return el("button", { type: "button", on: { click: on } }, icon(name), label(el("span"), key));
}
