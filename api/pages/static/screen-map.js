// The map of what lies below an area. Its figures are those of the table beside it, which screen
// readers have; its borders are the pack's TopoJSON. Areas without a border are squares.
const OKABE = ["#56b4e9", "#e69f00", "#009e73", "#cc79a7", "#f0e442", "#0072b2", "#d55e00", "#9a9a9a"];
// Viridis, dark to light: more is lighter, also without colours.
const SCALE = ["#46327e", "#365c8d", "#277f8e", "#1fa187", "#4ac16d", "#a0da39", "#fde725"];
const NONE = "#6b7782";
const SVG = "http://www.w3.org/2000/svg";
const WIDTH = 960;
const known = new Map(); // address -> promise of the topology, or null

const svg = (name, attributes = {}) => {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
};

function shapes(address) {
  if (!known.has(address)) {
    known.set(
      address,
      fetch(address, { credentials: "same-origin" })
        .then((answer) => (answer.ok ? answer.json() : null))
        .catch(() => null),
    );
  }
  return known.get(address);
}

function rows(part) {
  return Array.from(part.querySelectorAll("tr[data-code]"), (row) => {
    const { code, name, coverage, leader, turnout, disputes, told } = row.dataset;
    return { code, name, coverage, leader, turnout, disputes, told, href: row.querySelector("a").getAttribute("href") };
  });
}

const step = (share, most) => SCALE[Math.min(SCALE.length - 1, Math.floor((share / most) * SCALE.length))];

function colour(row, by, leaders) {
  const coverage = Number(row.coverage);
  if (by === "coverage") return coverage ? step(coverage, 1) : NONE;
  if (!coverage) return NONE;
  if (by === "lead") return OKABE[Math.max(0, Math.min(leaders.indexOf(row.leader), OKABE.length - 1))];
  if (by === "turnout") return step(Number(row.turnout), 1);
  return Number(row.disputes) ? step(Number(row.disputes), 0.2) : SCALE[0];
}

// How sure a figure is: 0.35 with one station, 1 with all of them.
const opacity = (row, by) => (by === "coverage" ? 1 : 0.35 + 0.65 * Number(row.coverage));

// Mercator on a plane, y downwards: areas of one country need none of a globe's clipping.
const DEGREE = 180 / Math.PI;
function flat(place) {
  if (Array.isArray(place[0])) return place.map(flat);
  return [place[0], -Math.log(Math.tan(Math.PI / 4 + place[1] / DEGREE / 2)) * DEGREE];
}

// The same areas keep their places: an update of the figures draws none of them anew, and changes
// only what is not as it was.
const kept = new Map();
function plan(address, topology, list) {
  const name = `${address} ${list.map((row) => row.code).join(" ")}`;
  if (!kept.has(name)) {
    if (kept.size >= 20) kept.clear();
    kept.set(name, planned(topology, list));
  }
  return kept.get(name);
}

function planned(topology, list) {
  const found = traced(topology, new Set(list.map((row) => row.code)));
  const bare = list.filter((row) => !found.has(row.code));
  const height = squares(bare, found.size ? found.height + 12 : 0);
  const places = list.map((row) => place(row, found.get(row.code)));
  const spots = list
    .map((row) => spot(row, found.get(row.code)))
    .sort((one, other) => other.wide * other.high - one.wide * one.high);
  return { height: Math.ceil(height), places, spots, names: null, scale: 0 };
}

function traced(topology, wanted) {
  const found = new Map();
  if (!topology) return found;
  const lengths = Array.from(new Set(Array.from(wanted, (code) => code.length)));
  const groups = new Map(); // an area is one shape, or is merged from those inside it
  for (const one of topology.objects.areas.geometries) {
    const id = String(one.id);
    const code = wanted.has(id) ? id : lengths.map((n) => id.slice(0, n)).find((part) => wanted.has(part));
    if (!code) continue;
    if (!groups.has(code)) groups.set(code, []);
    groups.get(code).push(one);
  }
  if (!groups.size) return found;
  const features = Array.from(groups, ([id, of]) => {
    const shape = of.length > 1 ? topojson.merge(topology, of) : topojson.feature(topology, of[0]).geometry;
    return { type: "Feature", id, properties: {}, geometry: { ...shape, coordinates: flat(shape.coordinates) } };
  });
  const all = { type: "FeatureCollection", features };
  const [[x0, y0], [x1, y1]] = d3.geoPath().bounds(all);
  const height = Math.min(WIDTH * 0.75, Math.max(WIDTH * 0.25, (WIDTH * (y1 - y0)) / (x1 - x0 || 1)));
  const path = d3.geoPath(d3.geoIdentity().fitExtent([[8, 8], [WIDTH - 8, height - 8]], all)).digits(1);
  features.forEach((one) => found.set(String(one.id), { d: path(one), at: path.centroid(one), wide: path.bounds(one) }));
  found.height = height;
  return found;
}

function squares(list, top) {
  const side = Math.max(34, Math.min(92, Math.floor(WIDTH / Math.ceil(Math.sqrt(list.length * 3)))));
  const across = Math.floor(WIDTH / side);
  list.forEach((row, n) => {
    row.box = { x: (n % across) * side, y: top + Math.floor(n / across) * side, side: side - 4 };
  });
  return list.length ? top + Math.ceil(list.length / across) * side : top;
}

async function draw(map) {
  const list = rows(map.closest(".part"));
  const topology = await shapes(map.dataset.shapes);
  const drawn = map.querySelector(".drawn");
  if (!drawn.isConnected || !list.length) return;
  map.rows = list;
  map.plan = plan(map.dataset.shapes, topology, list);
  drawn.setAttribute("viewBox", `0 0 ${WIDTH} ${map.plan.height}`);
  drawn.replaceChildren(...map.plan.places.map((one) => one.link));
  map.querySelectorAll(".drawn, .legend, p").forEach((one) => one.removeAttribute("hidden"));
  list.forEach((row, n) => tell(map.plan.places[n], row));
  paint(map);
  label(map);
  map.dispatchEvent(new CustomEvent("saksi:drawn", { bubbles: true }));
}

function place(row, border) {
  const box = row.box;
  const link = svg("a", { "data-code": row.code });
  const shape = border
    ? svg("path", { class: "shape", d: border.d })
    : svg("rect", { class: "shape", x: box.x, y: box.y, width: box.side, height: box.side, rx: 6 });
  const title = svg("title");
  link.append(title, shape);
  return { link, title, shape, has: {} };
}

function put(one, node, name, value) {
  if (one.has[name] === value) return;
  one.has[name] = value;
  node.setAttribute(name, value);
}

function tell(one, row) {
  put(one, one.link, "href", row.href);
  if (one.has["aria-label"] !== row.told) one.title.textContent = row.told;
  put(one, one.link, "aria-label", row.told);
}

// Where a name may stand: the middle of its area, and how much room there is.
function spot(row, border) {
  if (!border) {
    const { x, y, side } = row.box;
    return { name: row.name.replace(/^TPS /, ""), x: x + side / 2, y: y + side / 2, wide: side, high: side };
  }
  const [[x0, y0], [x1, y1]] = border.wide;
  return { name: row.name, x: border.at[0], y: border.at[1], wide: (x1 - x0) * 0.95, high: (y1 - y0) * 0.8 };
}

// A name in one line, or in two where only those have room; null where there is none.
function lines(name, one, size) {
  const fits = (parts) =>
    Math.max(...parts.map((part) => part.length)) * size * 0.6 <= one.wide && parts.length * size * 1.1 <= one.high;
  if (fits([name])) return [name];
  const words = name.split(" ");
  for (let n = 1; n < words.length; n += 1) {
    const parts = [words.slice(0, n).join(" "), words.slice(n).join(" ")];
    if (fits(parts)) return parts;
  }
  return null;
}

// Names keep their size on every screen, the largest areas first; none stands upon another.
function label(map) {
  const drawn = map.querySelector(".drawn");
  const scale = drawn.getScreenCTM()?.a;
  if (!scale || !map.plan) return;
  if (map.plan.scale !== scale) {
    map.plan.names?.remove();
    map.plan.names = named(map.plan.spots, scale);
    map.plan.scale = scale;
  }
  if (map.plan.names.parentNode !== drawn) drawn.append(map.plan.names);
}

function named(spots, scale) {
  const letters = Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || 16;
  const size = (0.75 * letters) / scale;
  const names = svg("g", { class: "names", "aria-hidden": "true" });
  names.style.fontSize = `${size.toFixed(1)}px`;
  const taken = [];
  for (const one of spots) {
    const parts = lines(one.name, one, size);
    if (!parts) continue;
    const half = (Math.max(...parts.map((part) => part.length)) * size * 0.6 + size * 0.7) / 2;
    const tall = (parts.length * size * 1.15) / 2;
    const room = Math.max(0, one.high / 2 - tall);
    const free = [0, -1.3, 1.3].map((step) => {
      const y = one.y + Math.max(-room, Math.min(room, step * size));
      return { y, box: [one.x - half, y - tall, one.x + half, y + tall] };
    }).find(({ box }) => !taken.some((other) => box[0] < other[2] && other[0] < box[2] && box[1] < other[3] && other[1] < box[3]));
    if (!free) continue;
    taken.push(free.box);
    parts.forEach((part, n) => {
      const text = svg("text", { x: one.x.toFixed(1), y: (free.y + (n - (parts.length - 1) / 2) * size * 1.15).toFixed(1) });
      text.textContent = part;
      names.append(text);
    });
  }
  return names;
}

function paint(map) {
  const by = map.querySelector("[name=by]:checked").value;
  const leaders = map.dataset.leaders.trim().split(/\s+/);
  map.rows.forEach((row, n) => {
    const one = map.plan.places[n];
    put(one, one.shape, "fill", colour(row, by, leaders));
    put(one, one.shape, "fill-opacity", opacity(row, by).toFixed(2));
  });
  legend(map.querySelector(".legend"), by, leaders);
}

function legend(list, by, leaders) {
  list.querySelectorAll("[data-made]").forEach((one) => one.remove());
  list.querySelectorAll("svg").forEach((one) => one.remove());
  list.parentElement.querySelector("[data-scale]").hidden = by === "lead";
  const chip = (fill) => {
    const made = svg("svg", { viewBox: "0 0 14 14", "aria-hidden": "true" });
    made.append(svg("rect", { width: 14, height: 14, rx: 3, fill }));
    return made;
  };
  for (const one of list.querySelectorAll("[data-leader]")) {
    one.hidden = by !== "lead";
    if (by === "lead") one.prepend(chip(OKABE[leaders.indexOf(one.dataset.leader)] || OKABE[7]));
  }
  const most = { coverage: "100 %", turnout: "100 %", disputes: "20 %" }[by];
  const more = by === "lead" ? [] : [[SCALE[0], list.dataset.low], [SCALE[3], list.dataset.middle], [SCALE[6], `${list.dataset.high} (${most})`]];
  for (const [fill, text] of [[NONE, list.dataset.none], ...more]) {
    const item = document.createElement("li");
    item.dataset.made = "";
    item.append(chip(fill), text);
    list.append(item);
  }
}

// The map is one of the parts that are swapped: the choice of the colour outlives that.
let chosen = "coverage";
function all() {
  for (const map of document.querySelectorAll("[data-map]")) {
    if (map.querySelector(".drawn").firstChild) continue; // not the part that was swapped
    map.querySelector(`[name=by][value=${chosen}]`).checked = true;
    draw(map);
  }
}
document.addEventListener("change", (event) => {
  if (event.target.name !== "by") return;
  chosen = event.target.value;
  const map = event.target.closest("[data-map]");
  if (map.plan) paint(map);
});
let resized = 0;
addEventListener("resize", () => {
  cancelAnimationFrame(resized);
  resized = requestAnimationFrame(() => document.querySelectorAll("[data-map]").forEach(label));
});
document.addEventListener("htmx:oobAfterSwap", all);
all();
