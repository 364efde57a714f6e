// Questions to the server. Each fails in one of two ways: Away (try again later) or Refused.
export class Away extends Error {
  constructor(reason, seconds) {
    super(reason);
    this.seconds = seconds || 0;
  }
}

export class Refused extends Error {
  constructor(status, body) {
    super("refused " + status);
    this.status = status;
    this.body = body || {};
  }
}

let offset = 0; // the server's clock minus this phone's, in milliseconds

export function now() {
  return Date.now() + offset;
}

export function ask(path, phone, body, seconds) {
  const bytes = body instanceof ArrayBuffer;
  return request(path, phone, bytes ? "application/octet-stream" : "application/json",
    bytes ? body : JSON.stringify(body || {}), seconds || 30);
}

async function request(path, phone, type, body, seconds) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), seconds * 1000);
  const sent = Date.now();
  try {
    let response, answer;
    try {
      response = await fetch(path, {
        method: "POST",
        headers: { "Content-Type": type, "X-Saksi-Phone": phone },
        body,
        cache: "no-store",
        credentials: "same-origin",
        redirect: "error",
        signal: stop.signal,
      });
      answer = await response.json();
    } catch (trouble) {
      throw new Away(String(trouble));
    }
    return judge(response, answer, sent);
  } finally {
    clearTimeout(timer);
  }
}

function judge(response, answer, sent) {
  const status = response.status;
  if (status === 429 || status === 408 || status >= 500) {
    throw new Away("status " + status, Number(answer.after) || 0);
  }
  if (!response.ok) throw new Refused(status, answer);
  if (answer.now && Date.now() - sent < 5000) offset = answer.now - Date.now();
  return answer;
}
