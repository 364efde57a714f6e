// This browser is out: the other tabs look whether they are too (screen-live.js).
"use strict";
if ("BroadcastChannel" in window) {
  const channel = new BroadcastChannel("saksi-screen-live");
  channel.postMessage({ look: true });
  channel.close();
}
