// Opens the page of the phone without signal: keeps its files, asks the network first for pages.
const KEPT = "saksi-{{ version }}";
const FILES = [
  {% for name in files %}
  "/static/{{ version }}/{{ name }}",
  {% endfor %}
];
const PAGES = ["/p", "/phone"];
const PATIENCE = 4000; // milliseconds until the kept page is shown instead

self.addEventListener("install", (event) => {
  self.skipWaiting();
  event.waitUntil(caches.open(KEPT).then((kept) => kept.addAll(FILES)));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    caches.keys()
      .then((names) => Promise.all(names.filter((n) => n !== KEPT).map((n) => caches.delete(n))))
      .then(() => self.clients.claim())
  );
});

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== location.origin) return;
  if (url.pathname.startsWith("/static/")) {
    event.respondWith(caches.match(event.request).then((kept) => kept || fetch(event.request)));
  } else if (PAGES.indexOf(url.pathname) >= 0) {
    event.respondWith(fresh(event.request, url.pathname));
  }
});

function fresh(request, path) {
  const fetched = fetch(request).then((response) => {
    if (response.ok) {
      const copy = response.clone();
      caches.open(KEPT).then((kept) => kept.put(path, copy));
    }
    return response;
  });
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE));
  return Promise.race([fetched.catch(() => undefined), late])
    .then((response) => response || caches.match(path))
    .then((response) => response || fetched);
}
