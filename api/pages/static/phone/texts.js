// The page's words in both languages; which one is the reader's choice and is kept in a cookie.
const TEXTS = JSON.parse(document.getElementById("texts").textContent);
const YEAR = 31536000;

export function language() {
  return document.documentElement.lang === "en" ? "en" : "id";
}

export function t(key, values) {
  let text = TEXTS[key][language() === "en" ? 1 : 0];
  for (const name of Object.keys(values || {})) text = text.replace("{" + name + "}", values[name]);
  return text;
}

export function label(element, key) {
  // An element whose words follow the language: its text, or what it is called.
  element.setAttribute("data-t", key);
  element.textContent = t(key);
  return element;
}

export function called(element, key) {
  element.setAttribute("data-called", key);
  element.setAttribute("aria-label", t(key));
  return element;
}

export function switchLanguage() {
  const next = language() === "en" ? "id" : "en";
  document.documentElement.lang = next;
  document.cookie = "saksi_language=" + next + ";path=/;max-age=" + YEAR + ";samesite=strict";
  apply();
}

export function apply() {
  for (const element of document.querySelectorAll("[data-t]")) {
    element.textContent = t(element.getAttribute("data-t"));
  }
  for (const element of document.querySelectorAll("[data-called]")) {
    element.setAttribute("aria-label", t(element.getAttribute("data-called")));
  }
  for (const element of document.querySelectorAll("[data-placeholder]")) {
    element.placeholder = t(element.getAttribute("data-placeholder"));
  }
}
