// The review queue by keyboard. Keys count only while the focus is inside the form of a dispute.
const queue = document.getElementById("queue");
const said = document.getElementById("said");
let next = null;

const item = () => queue.querySelector("form.item");
const inputs = (form) => [...form.querySelectorAll("input.number")];

// The next dispute is fetched, and its pictures with it, while this one is looked at.
async function fetchNext() {
  next = null;
  const here = item();
  if (!here) return;
  const answer = await fetch(`/screen/queue/next?without=${here.dataset.id}`, { headers: { "x-part": "1" } });
  if (answer.status !== 200) return;
  const box = document.createElement("div");
  box.innerHTML = await answer.text();
  next = box.firstElementChild;
}

function tell(what) {
  said.hidden = !what;
  said.textContent = what ? said.dataset[what] : "";
}

function begin() {
  const form = item();
  if (!form) return;
  const first = inputs(form)[0];
  first?.focus();
  first?.select();
}

async function go(what) {
  await fetching;
  if (next) {
    queue.replaceChildren(next);
    tell(what);
    begin();
    fetching = fetchNext();
  } else {
    location.assign("/screen/queue");
  }
}

async function act(form, name) {
  if (form.dataset.sent || (name === "decide" && !form.reportValidity())) return;
  form.dataset.sent = "1";
  const answer = await fetch(`/screen/queue/${form.dataset.id}/${name}`, {
    method: "POST",
    headers: { "x-part": "1", "x-csrf-token": document.body.dataset.csrf },
    body: new URLSearchParams(new FormData(form)),
  }).catch(() => null);
  delete form.dataset.sent;
  if (answer?.ok) await go({ decide: "saved", skip: "skipped", escalate: "handed" }[name]);
  else if (answer?.status === 409) await go("stale");
  else if (answer?.status === 401) location.reload();
  else tell(answer?.status === 422 ? "unshown" : "refused");
}

function step(form, field) {
  const fields = [...inputs(form), form.querySelector("input.reason")];
  const after = fields[fields.indexOf(field) + 1];
  if (!after) return act(form, "decide");
  if (!field.reportValidity()) return undefined;
  if (after.classList.contains("reason") && !after.value && inputs(form).every((one) => one.value === one.dataset.read)) {
    after.value = after.dataset.photo;
  }
  after.focus();
  after.select();
  return undefined;
}

function whole(form) {
  const button = form.querySelector("[data-form]");
  const panel = form.querySelector(".whole");
  panel.hidden = !panel.hidden;
  button.setAttribute("aria-expanded", String(!panel.hidden));
  if (!panel.hidden) panel.scrollIntoView({ block: "nearest" });
}

function choose(button) {
  const field = button.closest(".cell").querySelector("input.number");
  field.value = button.dataset.figure;
  field.focus();
  field.select();
}

// The whole report of a letter, as by chat: every number that it gives, then the reason.
function chooseAll(form, letter) {
  for (const cell of form.querySelectorAll(".cell")) {
    const voice = cell.querySelector(`[data-letter="${letter}"][data-figure]`);
    if (voice) cell.querySelector("input.number").value = voice.dataset.figure;
  }
  const left = inputs(form).find((one) => !one.value) ?? form.querySelector("input.reason");
  left.focus();
  left.select();
}

queue.addEventListener("keydown", (event) => {
  const form = event.target.closest("form.item");
  if (!form || event.ctrlKey || event.metaKey || event.altKey) return;
  const field = event.target;
  if (event.key === "Enter" && field.tagName === "INPUT") {
    event.preventDefault();
    step(form, field);
  } else if (!field.classList.contains("reason")) {
    const key = event.key.toLowerCase();
    const voice = field.closest(".cell")?.querySelector(`[data-letter="${CSS.escape(key)}"][data-figure]`);
    const does = { s: () => act(form, "skip"), f: () => whole(form) }[key];
    // "e" hands on, unless there are so many reports that it names one of them.
    if (voice && event.shiftKey) chooseAll(form, key);
    else if (voice) choose(voice);
    else if (key === "e") act(form, "escalate");
    else if (does) does();
    else return;
    event.preventDefault();
  }
});

queue.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  if (button.dataset.figure) choose(button);
  else if (button.hasAttribute("data-form")) whole(button.form);
  else if (button.dataset.act) {
    event.preventDefault();
    act(button.form, button.dataset.act);
  }
});

let fetching = fetchNext();
begin();
