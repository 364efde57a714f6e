// Sends the waiting messages of one phone: one after the other, in order, each until it is stored.
import { Away, ask, now } from "./api.js";
import * as store from "./store.js";
import { language } from "./texts.js";

const PAUSES = [1, 2, 4, 8, 15, 30]; // seconds between two attempts

const SLOWEST = 3000; // bytes per second: less is no signal

export class Queue {
  constructor(phone, tell) {
    this.phone = phone;
    this.tell = tell; // {stored(id), refused(id, status), away(), entered()}
    this.messages = [];
    this.running = false;
    this.attempt = 0;
    this.timer = null;
  }

  async load() {
    this.messages = await store.waiting(this.phone.scope);
    return this.messages;
  }

  async add(body, bytes) {
    const at = Math.round(now());
    const position = store.nextPosition(this.phone.scope, at);
    const id = newId();
    const message = { id, scope: this.phone.scope, position, at, body, bytes: bytes || null };
    this.messages.push(message);
    await store.keep(message);
    this.flush();
    return message;
  }

  async flush() {
    if (this.running) return;
    this.running = true;
    clearTimeout(this.timer);
    try {
      while (this.messages.length) await this.first();
      this.attempt = 0;
    } catch (trouble) {
      if (!(trouble instanceof Away)) throw trouble;
      this.tell.away();
      const pause = trouble.seconds || PAUSES[Math.min(this.attempt, PAUSES.length - 1)];
      this.attempt += 1;
      this.timer = setTimeout(() => this.flush(), pause * 1000);
    } finally {
      this.running = false;
    }
  }

  async first() {
    const message = this.messages[0];
    try {
      await send(this.phone.key, message);
    } catch (trouble) {
      if (trouble instanceof Away) throw trouble;
      if (trouble.status === 401 || trouble.status === 403) {
        this.tell.locked();
        throw new Away("not entered", 60);
      }
      await this.take(message);
      this.tell.refused(message, trouble);
      return;
    }
    this.attempt = 0;
    await this.take(message);
    this.tell.stored(message);
  }

  async take(message) {
    this.messages = this.messages.filter((one) => one.id !== message.id);
    await store.done(message.id);
  }
}

async function send(key, message) {
  const body = Object.assign({ language: language() }, message.body,
    { id: message.id, position: message.position, at: message.at });
  if (message.bytes && !message.file) {
    const patience = 60 + message.bytes.byteLength / SLOWEST;
    message.file = await ask("/phone/photo", key, message.bytes, patience);
    await store.keep(message); // a photo goes up once, also when its message has to be tried again
  }
  if (message.file) body.file = message.file;
  await ask("/phone/message", key, body, 30);
}

export function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return Array.from(bytes, (byte) => ("0" + byte.toString(16)).slice(-2)).join("");
}
