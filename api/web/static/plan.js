"use strict";
// The map of one plan. Data is in the page; positions are planar metres, so no projection and no tiles are needed.
const data = JSON.parse(document.getElementById("data").textContent);
const { plan, buildings, members, households } = data;
const count = households.id.length;
let language = "zh";
let mode = "member";
let chosen = -1; // a household's position, or -1
let chosenMember = -1;

// Okabe & Ito 2008: colours that the colour-blind tell apart. Size and ring say the same thing a second time.
const CLASS = ["#009e73", "#0072b2", "#f0e442", "#d55e00"];
const CLASS_RADIUS = [3, 3.4, 4.2, 5.4];
const MEMBER = ["#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#6b6b6b", "#8b6fc0"];
const LOAD = ["#7fb3d5", "#9aa5b1", "#e6b35a", "#d9722b", "#9c1c1c"];
const LOAD_KEYS = ["low", "fair", "high", "heavy", "over"];
const LOAD_STEPS = [0.7, 1.15, 1.4, 2];
const CHANGE = ["#b9c2cc", "#0072b2", "#d55e00", "#009e73"];
const SPREAD_M = 3.2; // doors of one building stand in a spiral, this far apart

const t = (area, key, values = {}) =>
  data.texts[area][key][language].replace(/\{(\w+)\}/g, (_, name) => values[name]);
const el = (tag, attributes = {}, ...children) => {
  const node = document.createElement(tag);
  for (const [key, value] of Object.entries(attributes)) {
    if (key === "onclick") node.addEventListener("click", value);
    else node.setAttribute(key, value);
  }
  node.append(...children);
  return node;
};
const $ = (id) => document.getElementById(id);
const number = (value, digits = 0) =>
  value === null || value === undefined
    ? "–"
    : value.toLocaleString("en", { minimumFractionDigits: digits, maximumFractionDigits: digits });

// Where each door stands: its building's point, and a sunflower spiral around it (Vogel 1979).
const position = new Array(count);
{
  const seen = new Map();
  for (let h = 0; h < count; h += 1) {
    const b = households.building[h];
    const k = seen.get(b) || 0;
    seen.set(b, k + 1);
    const r = SPREAD_M * Math.sqrt(k);
    const angle = k * 2.399963;
    position[h] = [buildings.y[b] + r * Math.sin(angle), buildings.x[b] + r * Math.cos(angle)];
  }
}

const map = L.map("map", {
  crs: L.CRS.Simple, preferCanvas: true, minZoom: -8, maxZoom: 3, zoomSnap: 0.5, attributionControl: false, zoomAnimation: false,
});
L.control.scale({ imperial: false }).addTo(map);
const hulls = L.layerGroup().addTo(map);
const labels = L.layerGroup().addTo(map);
const dots = L.canvas({ padding: 0.3 });
const links = L.layerGroup().addTo(map);

// Two members that share a building should not share a colour: greedy colouring over the buildings.
const memberColour = (() => {
  const near = members.id.map(() => new Set());
  const inBuilding = new Map();
  for (let h = 0; h < count; h += 1) {
    const b = households.building[h];
    if (!inBuilding.has(b)) inBuilding.set(b, new Set());
    inBuilding.get(b).add(households.member[h]);
  }
  for (const group of inBuilding.values()) {
    for (const a of group) for (const b of group) if (a !== b) near[a].add(b);
  }
  const colour = [];
  near.forEach((set, m) => {
    const used = new Set([...set].filter((other) => other < m).map((other) => colour[other]));
    let pick = m % MEMBER.length;
    for (let k = 0; k < MEMBER.length && used.has(pick); k += 1) pick = (pick + 1) % MEMBER.length;
    colour[m] = pick;
  });
  return colour;
})();

const loadStep = (m) => {
  const share = members.target[m] > 0 ? members.load[m] / members.target[m] : 0;
  const step = LOAD_STEPS.findIndex((limit) => share < limit);
  return step < 0 ? LOAD_STEPS.length : step;
};
const style = (h) => {
  const m = households.member[h];
  const faded = chosenMember >= 0 && m !== chosenMember;
  const colour = {
    class: () => CLASS[households.risk[h]],
    load: () => LOAD[loadStep(m)],
    change: () => CHANGE[households.change[h]],
    member: () => MEMBER[memberColour[m]],
  }[mode]();
  const radius = mode === "class" ? CLASS_RADIUS[households.risk[h]] : mode === "change" && households.change[h] ? 4 : 3;
  return {
    radius: h === chosen ? radius + 3 : radius,
    fillColor: colour,
    fillOpacity: faded ? 0.18 : 0.92,
    color: h === chosen ? "#000" : "#1d2733",
    opacity: faded ? 0.1 : 0.55,
    weight: h === chosen ? 2.5 : mode === "class" && households.risk[h] === 3 ? 1.4 : 0.5,
  };
};

const markers = position.map((at, h) => {
  const marker = L.circleMarker(at, { renderer: dots, ...style(h) });
  marker.on("click", (event) => {
    L.DomEvent.stopPropagation(event);
    choose(h);
  });
  return marker.addTo(map);
});
const restyle = () => markers.forEach((marker, h) => marker.setStyle(style(h)).setRadius(style(h).radius));

// The outline of each community: the convex hull of its doors (Andrew's monotone chain, 1979).
const hull = (points) => {
  const sorted = [...points].sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  const cross = (o, a, b) => (a[0] - o[0]) * (b[1] - o[1]) - (a[1] - o[1]) * (b[0] - o[0]);
  const half = (list) => {
    const chain = [];
    for (const p of list) {
      while (chain.length > 1 && cross(chain[chain.length - 2], chain[chain.length - 1], p) <= 0) chain.pop();
      chain.push(p);
    }
    return chain.slice(0, -1);
  };
  return [...half(sorted), ...half(sorted.reverse())];
};
const communityDoors = data.communities.map(() => []);
households.community.forEach((c, h) => c >= 0 && communityDoors[c].push(h));
const communityBounds = communityDoors.map((list) => L.latLngBounds(list.map((h) => position[h])));
communityDoors.forEach((list, c) => {
  const outline = hull(list.map((h) => position[h]));
  L.polygon(outline, { color: "#5a6675", weight: 1, dashArray: "4 4", fill: false, interactive: false }).addTo(hulls);
  L.tooltip(communityBounds[c].getCenter(), {
    permanent: true, direction: "center", className: "community-label", content: document.createTextNode(data.communities[c][1]),
  }).addTo(labels);
});
const showLabels = () => (map.getZoom() < -4 ? labels.remove() : labels.addTo(map));
map.on("zoomend", showLabels);

const whole = count ? L.latLngBounds(position) : L.latLngBounds([[-100, -100], [100, 100]]);
// Most doors stand close together: show the middle nine tenths first, so that far hamlets do not make the town a speck.
const middle = (() => {
  const cut = (axis) => {
    const values = position.map((p) => p[axis]).sort((a, b) => a - b);
    return [values[Math.floor(values.length * 0.02)], values[Math.ceil(values.length * 0.98) - 1]];
  };
  if (!count) return whole;
  const [[south, north], [west, east]] = [cut(0), cut(1)];
  return L.latLngBounds([[south, west], [north, east]]);
})();

function choose(h) {
  chosen = h;
  chosenMember = h < 0 ? -1 : households.member[h];
  drawChoice();
}
function chooseMember(m) {
  chosen = -1;
  chosenMember = m;
  drawChoice();
}
function ofMember(m) {
  return [...households.member.keys()].filter((h) => households.member[h] === m);
}
function drawChoice() {
  restyle();
  links.clearLayers();
  if (chosenMember >= 0) {
    const home = [members.y[chosenMember], members.x[chosenMember]];
    for (const h of ofMember(chosenMember)) {
      L.polyline([home, position[h]], { color: "#1d2733", weight: 1, opacity: 0.5, interactive: false }).addTo(links);
    }
    L.circleMarker(home, { radius: 7, color: "#1d2733", weight: 2.5, fillColor: "#fff", fillOpacity: 1 })
      .bindTooltip(document.createTextNode(t("page", "home"))).addTo(links);
  }
  drawCard();
}
map.on("click", () => choose(-1));

const sentence = (h) => {
  const walk = number(households.walk[h], 1);
  const parts = [];
  if (households.pinned[h]) parts.push(t("why", "pinned"));
  parts.push(t("why", households.rank[h] === 1 ? "nearest" : "rank", { walk, rank: households.rank[h] }));
  if (households.neighbours[h] > 1) parts.push(t("why", "neighbours", { neighbours: households.neighbours[h] }));
  if (households.tie[h]) parts.push(t("why", "tie"));
  return parts.join(language === "zh" ? "；" : "; ");
};
const memberName = (m) => `${members.name[m]} ${members.id[m]}`.trim();
const share = (m) => (members.target[m] > 0 ? `${number((100 * members.load[m]) / members.target[m])} %` : "–");

function rowsTable(rows) {
  return el("table", {}, el("tbody", {}, ...rows.map(([label, value]) =>
    el("tr", {}, el("th", { scope: "row" }, label), el("td", { class: "words" }, value)))));
}
function drawCard() {
  const card = $("card");
  card.replaceChildren();
  card.hidden = chosenMember < 0;
  if (chosenMember < 0) return;
  const m = chosenMember;
  if (chosen >= 0) {
    const h = chosen;
    const b = households.building[h];
    card.append(rowsTable([
      [t("page", "household"), households.id[h]],
      [t("page", "building"), `${buildings.name[b]} ${households.door[h]}`.trim()],
      [t("page", "class"), t("class", data.risks[households.risk[h]])],
      [t("page", "member"), memberName(m)],
      [t("page", "before"), `${households.before[h] || "–"} (${t("change", data.changes[households.change[h]])})`],
      [t("page", "minutes"), number(households.minutes[h], 1)],
      [t("page", "why"), sentence(h)],
    ]));
  }
  card.append(el("h2", {}, `${memberName(m)}${members.senior[m] ? ` · ${t("page", "senior")}` : ""}`));
  card.append(rowsTable([
    [t("page", "looks_after"), String(members.count[m])],
    [t("page", "load"), `${number(members.load[m], 1)} ${t("page", "minute")}, ${t("page", "of_target")} ${share(m)}`],
  ]));
  card.append(el("ul", {}, ...ofMember(m).map((h) => el("li", {}, el("button", {
    type: "button", "aria-current": h === chosen ? "true" : "false", onclick: () => go(h),
  }, `${buildings.name[households.building[h]]} ${households.door[h]}`, el("span", {}, `${t("class", data.risks[households.risk[h]])} ${number(households.minutes[h], 0)}`))))));
  card.append(el("p", {}, el("button", { type: "button", onclick: () => choose(-1) }, t("page", "close"))));
}
function go(h) {
  choose(h);
  map.setView(position[h], Math.max(map.getZoom(), -0.5));
}

function drawFigures() {
  const figure = (key, value) => [el("dt", {}, t("page", key)), el("dd", {}, value)];
  const cells = [
    ["households", number(count)], ["members", number(members.id.length)],
    ["objective", number(plan.objective)], ["bound", number(plan.bound)],
    ["gap", plan.gap === null ? "–" : `${number(100 * plan.gap, 1)} %`],
    ["load_range", plan.loadRange.join("–")], ["changes", number(plan.changes)],
  ].map(([key, value]) => el("div", {}, ...figure(key, value)));
  $("figures").replaceChildren(el("dl", {}, ...cells));
  const most = Math.max(1, ...plan.terms.map(([, value]) => value));
  $("terms").replaceChildren(
    el("h2", {}, t("page", "minutes")),
    el("table", {}, el("tbody", {}, ...plan.terms.map(([key, value]) => {
      const bar = el("span", { class: "bar" });
      bar.style.width = `${(100 * value) / most}%`;
      return el("tr", {}, el("th", { scope: "row" }, t("page", key), bar), el("td", {}, number(value)));
    }))),
  );
}
function drawCommunities() {
  $("communities-title").textContent = t("page", "communities");
  const item = (name, size, onclick) =>
    el("li", {}, el("button", { type: "button", onclick }, name, el("span", { class: "quiet" }, number(size))));
  $("communities").replaceChildren(
    item(t("page", "whole_county"), count, () => map.fitBounds(whole)),
    ...data.communities.map(([, name], c) => item(name, communityDoors[c].length, () => map.fitBounds(communityBounds[c]))),
  );
}
function key(colour, radius, text) {
  const ns = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(ns, "svg");
  const dot = document.createElementNS(ns, "circle");
  for (const [k, v] of Object.entries({ width: 14, height: 14 })) svg.setAttribute(k, v);
  for (const [k, v] of Object.entries({ cx: 7, cy: 7, r: radius, fill: colour, stroke: "#1d2733", "stroke-width": 0.5 })) dot.setAttribute(k, v);
  svg.append(dot);
  return el("li", {}, svg, text);
}
function drawLegend() {
  const modes = ["member", "class", "load", "change"];
  $("modes").replaceChildren(el("legend", {}, t("page", "colour_by")), ...modes.map((name) => {
    const input = el("input", { type: "radio", name: "mode", value: name });
    input.checked = name === mode;
    input.addEventListener("change", () => { mode = name; restyle(); drawLegend(); });
    return el("label", {}, input, ` ${t("page", `by_${name}`)}`);
  }));
  const tally = (values, size) => values.reduce((sum, v) => { sum[v] += 1; return sum; }, new Array(size).fill(0));
  const keys = {
    class: () => tally(households.risk, 4).map((n, i) => key(CLASS[i], CLASS_RADIUS[i], `${t("class", data.risks[i])} ${number(n)}`)),
    load: () => tally(members.id.map((_, m) => loadStep(m)), 5).map((n, i) => key(LOAD[i], 5, `${t("load", LOAD_KEYS[i])}: ${number(n)}`)),
    change: () => tally(households.change, 4).map((n, i) => key(CHANGE[i], 4, `${t("change", data.changes[i])} ${number(n)}`)),
    member: () => [el("li", { class: "quiet" }, t("page", "pick"))],
  };
  $("keys").replaceChildren(...keys[mode]());
}
function drawAll() {
  document.documentElement.lang = language;
  const name = `${plan.county} ${t("page", "title")} ${plan.title}`.trim();
  document.title = name;
  $("title").textContent = name;
  $("subtitle").textContent = `${t("page", "made_up")} · ${plan.status} · ${plan.rules} · #${plan.seed}`;
  $("language").textContent = t("page", "language");
  $("query").placeholder = t("page", "search");
  $("query").setAttribute("aria-label", t("page", "search"));
  drawFigures();
  drawCommunities();
  drawLegend();
  drawCard();
}
function find(text) {
  const wanted = text.trim().toLowerCase();
  const has = (list, same) => list.findIndex((value) => (same ? value.toLowerCase() === wanted : value.toLowerCase().includes(wanted)));
  for (const same of [true, false]) {
    const h = has(households.id, same);
    if (h >= 0) return go(h);
    const m = Math.max(has(members.id, same), has(members.name, same));
    if (m >= 0) { chooseMember(m); return map.setView([members.y[m], members.x[m]], -0.5); }
    const b = has(buildings.name, same);
    if (b >= 0) return map.setView([buildings.y[b], buildings.x[b]], 0.5);
  }
  $("found").textContent = t("page", "nothing_found");
  return undefined;
}
$("find").addEventListener("submit", (event) => {
  event.preventDefault();
  $("found").textContent = "";
  if ($("query").value.trim()) find($("query").value);
});
$("language").addEventListener("click", () => { language = language === "zh" ? "en" : "zh"; drawAll(); });

map.fitBounds(middle);
drawAll();
showLabels();
document.body.dataset.ready = String(markers.length);
