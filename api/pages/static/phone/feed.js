// Hears what is new for all phones of this page: one question that the server answers when it can.
import { Away, Refused, ask } from "./api.js";

const PAUSES = [1, 2, 4, 8, 15];
const WAIT = 25; // seconds that the server may take

export class Feed {
  constructor(columns, tell) {
    this.columns = columns;
    this.tell = tell; // {heard(), away(), locked()}
    this.attempt = 0;
    this.wake = null; // ends a pause
    this.interrupt = null; // ends the wait for an answer
    this.stopped = false;
  }

  stop() {
    this.stopped = true;
  }

  nudge() {
    // The signal came back, or the page is looked at again: the old question may never be answered.
    if (this.wake) this.wake();
    if (this.interrupt) this.interrupt(new Away("asked anew"));
  }

  async run() {
    while (!this.stopped) {
      try {
        await this.once();
        this.attempt = 0;
        this.tell.heard();
      } catch (trouble) {
        if (trouble instanceof Refused && [401, 403, 404].indexOf(trouble.status) >= 0) {
          this.tell.locked();
          return;
        }
        if (trouble.message === "asked anew") continue;
        if (!(trouble instanceof Away)) this.startAnew(trouble);
        this.tell.away();
        await this.pause(trouble.seconds || PAUSES[Math.min(this.attempt, PAUSES.length - 1)]);
        this.attempt += 1;
      }
    }
  }

  startAnew(trouble) {
    // A mistake of ours must not end the talk: ask for all of it again, after a pause.
    console.error(trouble);
    for (const column of this.columns) column.cursor = null;
    this.attempt = PAUSES.length;
  }

  async once() {
    const phones = {};
    for (const column of this.columns) phones[column.phone.key] = column.known();
    // After a failure the first question shall tell at once whether we are back.
    const wait = this.attempt ? 0 : WAIT;
    const key = this.columns[0].phone.key;
    const nudged = new Promise((_, reject) => { this.interrupt = reject; });
    const asked = ask("/phone/feed", key, { phones, wait }, wait + 15);
    const answer = await Promise.race([asked, nudged]);
    if (this.stopped) return;
    for (const column of this.columns) column.hear(answer.phones[column.phone.key]);
  }

  pause(seconds) {
    return new Promise((resolve) => {
      this.wake = resolve;
      setTimeout(resolve, seconds * 1000);
    });
  }
}
