// Makes the page's forms act in place and adds the keyboard. Every form works without this file.
"use strict";

const told = document.getElementById("told");

function tell(text, undo) {
  told.replaceChildren();
  const box = document.createElement("div");
  box.className = "notice";
  const line = document.createElement("span");
  line.textContent = text;
  box.append(line);
  if (undo) box.append(undoForm(undo));
  told.append(box);
}

function hidden(name, value) {
  const input = document.createElement("input");
  input.type = "hidden";
  input.name = name;
  input.value = value;
  return input;
}

function undoForm(undo) {
  const form = document.createElement("form");
  form.method = "post";
  form.action = "/signals";
  form.dataset.signal = "";
  form.append(hidden(undo.field, undo.id), hidden("back", location.pathname + location.search));
  const button = document.createElement("button");
  button.name = "kind";
  button.value = undo.kind;
  button.textContent = "Undo";
  form.append(button);
  return form;
}

async function post(action, body) {
  const answer = await fetch(action, {
    method: "POST",
    body: new URLSearchParams(body),
    headers: { Accept: "application/json" },
    credentials: "same-origin",
  });
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.status === 204 ? null : answer.json();
}

// What a signal did, shown where it was given.
function show(change) {
  const card = change.story ? document.querySelector(`[data-story="${CSS.escape(String(change.story))}"]`) : null;
  if (card && change.state) {
    for (const b of card.querySelectorAll('button[name="kind"]')) {
      if (b.value === "more") b.setAttribute("aria-pressed", String(change.state.more));
      if (b.value === "less") b.setAttribute("aria-pressed", String(change.state.less));
      if (b.dataset.toggle === "save") {
        b.setAttribute("aria-pressed", String(change.state.saved));
        b.value = change.state.saved ? "unsave" : "save";
        b.textContent = change.state.saved ? "Saved" : "Save";
      }
    }
    line(card, change);
    return;
  }
  if (change.topic) showTopic(change.topic);
  tell(change.message, change.undo);
}

// A topic's buttons wherever they stand, and the stories that a mute takes away.
function showTopic(topic) {
  for (const b of document.querySelectorAll("form[data-signal] button")) {
    const mute = b.name === "mute" || b.name === "unmute";
    if (b.value !== topic.key || !(mute || b.name === "follow" || b.name === "unfollow")) continue;
    const on = mute ? topic.muted : topic.followed;
    b.name = (on ? "un" : "") + (mute ? "mute" : "follow");
    b.setAttribute("aria-pressed", String(on));
    const name = b.querySelector(".hush");
    b.textContent = mute ? (on ? "Muted" : "Mute") : on ? "Following" : "Follow";
    if (name) b.append(name);
  }
  // A topic's own page keeps its stories in view.
  if (location.pathname.startsWith("/topic/")) return;
  for (const card of document.querySelectorAll(".card")) {
    if (card.dataset.topics.split("|").includes(topic.key)) card.hidden = topic.muted;
  }
}

// A quiet line in the card; a hidden story's card gives way to it.
function line(card, change) {
  card.querySelector(":scope > .told")?.remove();
  if (!card.classList.contains("card")) return tell(change.message, change.undo);
  const note = document.createElement("div");
  note.className = "told";
  note.setAttribute("role", "status");
  const text = document.createElement("span");
  text.textContent = change.message + " ";
  note.append(text);
  if (change.undo) note.append(undoForm(change.undo));
  for (const part of card.children) part.hidden = Boolean(change.state.hidden);
  card.append(note);
}

document.addEventListener("submit", async (event) => {
  const form = event.target;
  const button = event.submitter;
  if (form.matches("[data-theme-form]")) {
    event.preventDefault();
    const root = document.documentElement;
    const dark = root.dataset.theme === "dark" || (root.dataset.theme === "auto" && matchMedia("(prefers-color-scheme: dark)").matches);
    root.dataset.theme = dark ? "light" : "dark";
    await post(form.getAttribute("action"), { theme: root.dataset.theme }).catch(() => form.submit());
    return;
  }
  if (!form.matches("[data-signal]")) return;
  event.preventDefault();
  const data = new FormData(form, button);
  try {
    show(await post(form.getAttribute("action"), data));
  } catch {
    if (button) form.append(hidden(button.name, button.value));
    form.submit();
  }
});

// The keyboard.
const stops = () => [...document.querySelectorAll(".card, .telling, .hit")].filter((e) => e.offsetParent);
let at = -1;

function step(by) {
  const all = stops();
  if (!all.length) return;
  const now = all.findIndex((e) => e.classList.contains("here"));
  at = Math.min(all.length - 1, Math.max(0, now < 0 ? (by > 0 ? 0 : all.length - 1) : now + by));
  for (const e of all) e.classList.toggle("here", e === all[at]);
  all[at].focus({ preventScroll: true });
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  all[at].scrollIntoView({ block: "center", behavior: calm ? "auto" : "smooth" });
}

const current = () => document.querySelector(".here") ?? document.querySelector(".onestory, .reading");

function press(selector) {
  const button = current()?.querySelector(selector);
  if (button) button.click();
}

const keys = {
  j: () => step(1),
  k: () => step(-1),
  o: () => (document.querySelector(".here") ? press("a.go") : press("a[data-original], a.go")),
  s: () => press('button[data-toggle="save"]'),
  m: () => press('button[value="more"]'),
  l: () => press('button[value="less"]'),
  h: () => press('button[value="hide"]'),
  w: () => press(".why > summary"),
  "/": () => {
    const box = document.getElementById("q");
    if (box) box.focus();
    else location.href = "/search";
  },
  "?": () => document.getElementById("keys").showModal(),
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input:not([type=checkbox]), textarea, select, dialog")) return;
  const act = keys[event.key];
  if (!act) return;
  event.preventDefault();
  act();
});

// The first page counts what was chosen.
for (const form of document.querySelectorAll("[data-choose]")) {
  const words = form.querySelector("[data-count]");
  const count = () => {
    const n = form.querySelectorAll("input:checked").length + (form.elements.url?.value ? 1 : 0);
    if (n) words.textContent = n === 1 ? "1 chosen." : `${n} chosen.`;
  };
  form.addEventListener("input", count);
}

// An article read to its end says so, with the time it was really in view.
const reading = document.querySelector(".reading[data-article]");
if (reading) {
  let seconds = 0;
  let sent = false;
  setInterval(() => {
    if (document.visibilityState === "visible") seconds += 1;
  }, 1000);
  const seen = new IntersectionObserver((entries) => {
    if (sent || seconds < 5 || !entries.some((e) => e.isIntersecting)) return;
    sent = true;
    const body = new URLSearchParams({ kind: "finish", article: reading.dataset.article, dwell_seconds: String(seconds) });
    navigator.sendBeacon("/signals", body);
  });
  const end = document.getElementById("end");
  if (end) {
    seen.observe(end);
    // A short article has its end in view from the start: look again after a while.
    setTimeout(() => { seen.unobserve(end); seen.observe(end); }, 8000);
  }
}
