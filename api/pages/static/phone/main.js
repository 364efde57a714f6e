// Starts the page: which phones there are, side by side or in tabs, and whether there is signal.
import { Refused, ask } from "./api.js";
import { Column } from "./column.js";
import { el, empty } from "./dom.js";
import { Feed } from "./feed.js";
import { gate } from "./gate.js";
import * as store from "./store.js";
import { apply, label, switchLanguage, t } from "./texts.js";

const training = document.body.classList.contains("training");
const KNOWN = training ? "saksi.phones" : "saksi.phone";
const place = document.getElementById("phones");
const tabs = document.getElementById("tabs");
const offline = document.getElementById("offline");
const leave = document.getElementById("leave");
let columns = [], feed = null;

function remembered() {
  try {
    return JSON.parse(localStorage.getItem(KNOWN));
  } catch (trouble) {
    return null;
  }
}

function remember(phones) {
  try {
    if (phones) localStorage.setItem(KNOWN, JSON.stringify(phones));
    else localStorage.removeItem(KNOWN);
  } catch (trouble) {
    console.warn("this browser keeps nothing", trouble);
  }
}

async function begin() {
  let phones;
  try {
    phones = (await ask("/phone/start", training ? "all" : "own")).phones;
  } catch (trouble) {
    if (trouble instanceof Refused) return training ? refused() : locked();
    away();
    phones = remembered(); // without signal the phones of the last time will do
    if (!phones) return setTimeout(begin, 3000);
  }
  remember(phones);
  await show(phones);
}

function refused() {
  // An old page out of the browser's own keeping, where the training phones are off by now.
  empty(place);
  label(offline, "phones_off");
  offline.hidden = false;
}

async function show(phones) {
  if (feed) feed.stop();
  empty(place);
  const tell = { away, locked, news: (column) => mark(column) };
  columns = phones.map((phone, number) => new Column(phone, training, number, tell));
  for (const column of columns) place.appendChild(column.element);
  leave.hidden = training;
  showTabs();
  await Promise.all(columns.map((column) => column.load()));
  feed = new Feed(columns, { heard, away, locked });
  feed.run();
  if (columns.length === 1) columns[0].field.focus();
}

function showTabs() {
  empty(tabs);
  tabs.hidden = columns.length < 2;
  columns.forEach((column, number) => {
    const tab = el("button", { type: "button", class: "tab",
      on: { click: () => select(number) } }, column.phone.name.split(" ")[0]);
    tabs.appendChild(tab);
  });
  if (columns.length) select(0);
}

function select(chosen) {
  columns.forEach((column, number) => {
    const here = number === chosen;
    column.element.classList.toggle("aside", !here);
    const tab = tabs.children[number];
    tab.setAttribute("aria-pressed", String(here));
    const news = here && tab.querySelector(".news");
    if (news) tab.removeChild(news);
  });
  const talk = columns[chosen].talk;
  talk.scrollTop = talk.scrollHeight;
}

function mark(column) {
  const tab = tabs.children[columns.indexOf(column)];
  if (!tab || tab.getAttribute("aria-pressed") === "true" || tab.querySelector(".news")) return;
  tab.appendChild(el("span", { class: "news", role: "img", "aria-label": t("new_messages") }));
}

function away() {
  if (offline.hidden) label(offline, "offline");
  offline.hidden = false;
}

function heard() {
  offline.hidden = true;
  for (const column of columns) column.queue.flush();
}

function locked() {
  // The link was replaced, or this browser forgot it; what waits stays here until the next time.
  if (feed) feed.stop();
  if (place.querySelector(".gate")) return;
  if (training) setTimeout(begin, 5000);
  else gate(place, begin);
}

function nudge() {
  if (document.hidden) return;
  if (feed) feed.nudge();
  for (const column of columns) column.queue.flush();
}

leave.addEventListener("click", async () => {
  if (!window.confirm(t("leave_sure"))) return;
  try {
    await ask("/phone/leave", "own");
  } catch (trouble) {
    return away();
  }
  for (const column of columns) await store.forget(column.phone.scope);
  remember(null);
  location.reload();
});

document.getElementById("language").addEventListener("click", () => {
  switchLanguage();
  for (const column of columns) column.redraw();
});
window.addEventListener("online", nudge);
window.addEventListener("offline", away);
document.addEventListener("visibilitychange", nudge);
if ("serviceWorker" in navigator) {
  navigator.serviceWorker.register("/phone/worker.js", { scope: "/" })
    .catch((trouble) => console.warn("the page needs signal to open", trouble));
}
apply();
begin();
