// What slides up from below: the things to attach, the location, a picture in full.
import { el, icon } from "./dom.js";
import { called, label, t } from "./texts.js";

const PATIENCE = { enableHighAccuracy: true, timeout: 20000, maximumAge: 30000 };

export function open(column, key, content) {
  close(column);
  const before = document.activeElement;
  const away = called(el("button", { type: "button", class: "round" }, icon("close")), "close");
  const title = label(el("h3", { id: "sheet-" + column.phone.key }), key);
  const sheet = el("div",
    { class: "sheet", role: "dialog", "aria-labelledby": title.id, tabindex: "-1" },
    el("div", { class: "head" }, title, away), ...content);
  const end = () => {
    close(column);
    if (before && before.focus) before.focus();
  };
  away.addEventListener("click", end);
  sheet.addEventListener("keydown", (event) => { if (event.key === "Escape") end(); });
  column.element.appendChild(sheet);
  const first = sheet.querySelector(".option");
  (first || sheet).focus();
  return sheet;
}

export function close(column) {
  const sheet = column.element.querySelector(".sheet");
  if (sheet) sheet.parentNode.removeChild(sheet);
}

export function option(name, key, on) {
  return el("button", { type: "button", class: "option", on: { click: on } },
    icon(name), label(el("span"), key));
}

export function location(column, training, send) {
  const say = el("p", { class: "say", role: "status", "aria-live": "polite" });
  const found = (place) => {
    close(column);
    send(place);
  };
  const here = option("place", "here", () => {
    label(say, "locating");
    if (!navigator.geolocation) {
      label(say, "no_location");
      return;
    }
    navigator.geolocation.getCurrentPosition(
      (at) => found({ lat: at.coords.latitude, lon: at.coords.longitude, accuracy: at.coords.accuracy }),
      () => label(say, "no_location"), PATIENCE);
  });
  const content = training ? [here, pin(column, found, say), say] : [here, say];
  open(column, "location", content);
}

function pin(column, found, say) {
  const start = column.pin || { lat: -7.80139, lon: 110.36472 };
  const field = (key, value) => {
    const id = key + "-" + column.phone.key;
    return el("div", {}, label(el("label", { for: id }), key),
      el("input", { id, inputmode: "text", autocomplete: "off", value: String(value) }));
  };
  const lat = field("latitude", start.lat), lon = field("longitude", start.lon);
  const form = el("form", { class: "pin" }, label(el("p"), "pin"), lat, lon,
    label(el("button", { class: "primary" }), "send_pin"));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const place = { lat: number(lat), lon: number(lon) };
    if (!(Math.abs(place.lat) <= 90 && Math.abs(place.lon) <= 180)) label(say, "bad_pin");
    else {
      column.pin = place;
      found(place);
    }
  });
  return form;
}

function number(field) {
  const text = field.querySelector("input").value.trim().replace(",", ".");
  return text === "" ? NaN : Number(text);
}

export function view(url) {
  const before = document.activeElement;
  const away = called(el("button", { type: "button", class: "round" }, icon("close")), "close");
  const viewer = el("div", { class: "viewer", role: "dialog", "aria-label": t("a_photo") },
    el("img", { src: url, alt: t("a_photo") }), away);
  const end = () => {
    viewer.parentNode.removeChild(viewer);
    if (before && before.focus) before.focus();
  };
  viewer.addEventListener("click", end);
  viewer.addEventListener("keydown", (event) => { if (event.key === "Escape") end(); });
  document.body.appendChild(viewer);
  away.focus();
}
