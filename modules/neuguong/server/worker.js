// The service worker: holds one version of the kit's own files and of pages that are the same for everybody, and gives
// them where the server does not answer. Knows nothing of anybody: what somebody had on screen is in the drawer.
const PREFIX = "neuguong-";
const CACHE = PREFIX + KIT.version;
// A line that stands but carries nothing: then what is kept here is better than waiting on.
const WAIT_MS = 8000;
// What a server in front says while ours is down.
const AWAY = [502, 503, 504];

const find = async (path) => (await caches.open(CACHE)).match(path, { ignoreVary: true });

addEventListener("install", (event) => {
  skipWaiting();
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(KIT.files)));
});

// All that is open goes on under the new version: a page has its files by now, and what it asks the server for is new.
addEventListener("activate", (event) => {
  const old = (names) => names.filter((name) => name.startsWith(PREFIX) && name !== CACHE);
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(old(names).map((name) => caches.delete(name))))
      .then(() => clients.claim()),
  );
});

addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin) return;
  if (KIT.files.includes(pathname) && pathname.startsWith(KIT.prefix))
    event.respondWith(find(pathname).then((kept) => kept || fetch(request)));
  else if (request.mode === "navigate" && !KIT.never.includes(pathname.split("/")[1]))
    event.respondWith(open(request, pathname));
});

async function open(request, pathname) {
  const asked = fetch(request);
  const late = new Promise((resolve) => setTimeout(resolve, WAIT_MS, null));
  const answer = await Promise.race([asked, late]).catch(() => null);
  if (answer && !AWAY.includes(answer.status)) return answer;
  return (await find(pathname)) || (await find(KIT.offline)) || asked;
}
