// One phone: its talk, the typing field, what is attached, and what waits to be sent.
import * as bubble from "./bubble.js";
import { el, empty, icon } from "./dom.js";
import { bytesOf, smaller } from "./photo.js";
import { Queue, newId } from "./queue.js";
import * as sheet from "./sheet.js";
import * as store from "./store.js";
import { called, label, t } from "./texts.js";

const LARGEST = 20 * 1024 * 1024;
const MOST_KEYS = 900; // of messages that are not settled yet; the server takes 1,000
const FACES = ["", "two", "three", "four"];

export class Column {
  constructor(phone, training, place, tell) {
    this.phone = phone;
    this.training = training;
    this.tell = tell; // {away(), news(column)}
    this.cursor = null;
    this.items = new Map(); // by the page's own id, else by the server's key
    this.pin = phone.pin; // what is typed as location in training
    this.urls = new Map(); // pictures that were chosen here
    this.queue = new Queue(phone, {
      stored: (message) => this.mark(message.id, "stored"),
      refused: (message, trouble) => this.mark(message.id, "refused", trouble),
      away: tell.away,
      locked: tell.locked,
    });
    this.build(place);
  }

  build(place) {
    const words = this.phone.name.split(" ");
    const initials = (words[0][0] || "") + (words[1] ? words[1][0] : "");
    const face = el("div", { class: "face " + (FACES[place] || ""), "aria-hidden": "true" }, initials);
    const title = el("h2", { id: "name-" + this.phone.key }, this.phone.name);
    const role = this.phone.station || label(el("span"), this.phone.role);
    const about = el("p", {}, el("span", {}, role), el("span", {}, this.phone.number));
    this.list = el("ol");
    this.talk = called(el("div", { class: "talk", role: "log", "aria-live": "polite", tabindex: "0" },
      this.list), "conversation");
    this.element = el("section", { class: "phone", "aria-labelledby": title.id },
      el("header", { class: "owner" }, face, el("div", { class: "who" }, title, about)),
      this.talk, this.hints(), this.composer());
  }

  hints() {
    const row = called(el("div", { class: "hints", role: "group" }), "type_first");
    for (const hint of this.phone.hints) {
      const contact = hint === "contact";
      const button = el("button", { type: "button",
        on: { click: () => (contact ? this.contact() : this.say(hint)) } });
      if (contact) this.contactHint = label(button, "contact");
      else button.textContent = hint;
      row.appendChild(button);
    }
    return row;
  }

  composer() {
    const field = called(el("textarea", { rows: "1", maxlength: "5500", enterkeyhint: "send",
      autocomplete: "off", "data-placeholder": "type_here", placeholder: t("type_here") }), "type_here");
    this.field = field;
    field.addEventListener("input", () => this.grow());
    field.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
        event.preventDefault();
        this.submit();
      }
    });
    this.file = el("input", { type: "file", accept: "image/*", multiple: true, hidden: true,
      tabindex: "-1", on: { change: () => this.photos() } });
    const attach = called(el("button", { type: "button", class: "round attach",
      on: { click: () => this.attach() } }, icon("attach")), "attach");
    const send = called(el("button", { class: "round send" }, icon("send")), "send");
    const form = el("form", { class: "composer" }, attach, field, this.file, send);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.submit();
    });
    return form;
  }

  grow() {
    this.field.style.height = "auto";
    this.field.style.height = Math.min(this.field.scrollHeight + 2, 168) + "px";
  }

  async load() {
    for (const item of await store.talk(this.phone.scope)) this.put(this.dress(item));
    for (const message of await this.queue.load()) this.pending(message);
    this.show();
    this.queue.flush();
  }

  submit() {
    const text = this.field.value.trim();
    if (!text) return;
    this.field.value = "";
    this.grow();
    this.say(text);
  }

  say(text) {
    return this.send({ kind: "text", text });
  }

  contact() {
    return this.send({ kind: "contact" });
  }

  attach() {
    const options = [
      sheet.option("photo", "photo", () => { sheet.close(this); this.file.click(); }),
      sheet.option("place", "location", () => this.location()),
    ];
    if (this.training) {
      options.push(sheet.option("contact", "contact", () => { sheet.close(this); this.contact(); }));
    }
    sheet.open(this, "attach", options);
  }

  location() {
    sheet.location(this, this.training, (location) => this.send({ kind: "location", location }));
  }

  async photos() {
    const files = Array.from(this.file.files);
    this.file.value = "";
    const album = files.length > 1 ? newId() : "";
    for (const file of files) {
      const bytes = await bytesOf(await smaller(file));
      if (bytes.byteLength > LARGEST) window.alert(t("photo_too_large"));
      else await this.send({ kind: "photo", album }, bytes);
    }
  }

  async send(body, bytes) {
    const message = await this.queue.add(body, bytes);
    this.pending(message);
    this.show(true);
    return message;
  }

  pending(message) {
    const body = message.body;
    if (this.items.has(message.id)) return;
    if (message.bytes) this.urls.set(message.id, URL.createObjectURL(new Blob([message.bytes])));
    this.put({ id: message.id, mine: true, at: message.at, kind: body.kind, waits: true,
      text: body.label || body.text || "", place: body.location || null,
      picture: this.urls.get(message.id) || null, status: "waiting" });
  }

  mark(id, status, trouble) {
    const item = this.items.get(id);
    if (!item || item.key) return;
    item.status = status;
    if (trouble) item.why = (trouble.body && trouble.body.detail) || t("refused");
    this.show();
  }

  known() {
    const have = [];
    if (this.cursor === null) return { cursor: null, have };
    for (const item of this.items.values()) {
      if (item.key && beyond(item.key, this.cursor)) have.push(item.key);
    }
    return { cursor: this.cursor, have: have.slice(-MOST_KEYS) };
  }

  hear(news) {
    if (!news) return;
    const first = this.cursor === null;
    if (first) this.dropOld();
    this.cursor = news.cursor;
    for (const item of news.items) this.put(this.dress(item));
    if (!news.items.length && !first) return;
    this.show(first || atEnd(this.talk));
    store.keepTalk(this.phone.scope, this.sorted().filter((item) => item.key).map(undress));
    if (!first && news.items.some((item) => !item.mine)) this.tell.news(this);
  }

  dropOld() {
    for (const entry of Array.from(this.items)) if (entry[1].old) this.items.delete(entry[0]);
  }

  dress(item) {
    const picture = item.picture ? "/phone/picture/" + this.phone.key + "/" + item.picture : null;
    const file = item.file && { name: item.file.name,
      url: "/phone/picture/" + this.phone.key + "/" + item.file.item };
    const local = item.id && this.urls.get(item.id);
    return Object.assign({}, item, { name: item.picture, document: item.file, file, picture: local || picture,
      status: item.handled ? "handled" : "stored" });
  }

  put(item) {
    this.items.set(item.id || nameOf(item.key), item);
  }

  sorted() {
    const order = (item) => (item.waits ? 1 : 0);
    return Array.from(this.items.values()).sort((one, other) => order(one) - order(other)
      || one.at - other.at || Number(other.mine) - Number(one.mine) || rank(one) - rank(other));
  }

  // Draws what changed: lines stay, so that a screen reader hears only what is new.
  show(toEnd) {
    const lines = [];
    let day = "";
    for (const item of this.sorted()) {
      const name = bubble.dayName(item.at);
      if (name !== day) lines.push(this.line("day " + name, () => el("li", { class: "day" }, name)));
      day = name;
      const state = [item.key, item.status, item.why, item.at].join(" ");
      lines.push(this.line("item " + (item.id || item.key) + " " + state,
        () => bubble.message(item, this.acts())));
    }
    if (!lines.length) lines.push(this.line("hello", () => label(el("li", { class: "hello" }), this.hello())));
    if (this.contactHint) this.contactHint.hidden = this.shared();
    this.lay(lines);
    if (toEnd) this.talk.scrollTop = this.talk.scrollHeight;
  }

  shared() {
    for (const item of this.items.values()) if (item.kind === "contact") return true;
    return false;
  }

  line(name, make) {
    this.drawn = this.drawn || new Map();
    if (!this.drawn.has(name)) {
      const made = make();
      made.saksiName = name;
      this.drawn.set(name, made);
    }
    return this.drawn.get(name);
  }

  lay(lines) {
    const wanted = new Set(lines);
    for (const old of Array.from(this.list.children)) {
      if (!wanted.has(old)) {
        this.drawn.delete(old.saksiName);
        this.list.removeChild(old);
      }
    }
    lines.forEach((line, place) => {
      if (this.list.children[place] !== line) {
        this.list.insertBefore(line, this.list.children[place] || null);
      }
    });
  }

  redraw() {
    this.drawn = new Map();
    empty(this.list);
    this.show();
  }

  hello() {
    if (!this.training) return "hello_own";
    return this.phone.role === "voter" ? "hello_voter" : "hello_witness";
  }

  acts() {
    return {
      press: (data, words) => this.send({ kind: "press", text: data, label: words }),
      location: () => this.location(),
      contact: this.training ? () => this.contact() : null,
      view: sheet.view,
    };
  }
}

function atEnd(talk) {
  return talk.scrollHeight - talk.scrollTop - talk.clientHeight < 160;
}

function nameOf(key) {
  return key.split(".")[0];
}

function rank(item) {
  return item.key ? Number(nameOf(item.key).slice(1)) : 0;
}

function beyond(key, cursor) {
  return rank({ key }) > cursor[key[0] === "i" ? 0 : 1];
}

function undress(item) {
  // As the server told it; pictures are asked for again when there is signal.
  return { key: item.key, id: item.id, mine: item.mine, at: item.at, kind: item.kind, text: item.text,
    place: item.place, picture: item.name, file: item.document, handled: item.handled, buttons: item.buttons,
    ask: item.ask, old: true };
}
