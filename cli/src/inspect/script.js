// Shows times in the local zone, and refreshes the page every few seconds to insert what has
// changed. Without this script times are in UTC, and a reload updates.
"use strict";

const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;

function local(at) {
  const two = (number, digits = 2) => String(number).padStart(digits, "0");
  const day = `${two(at.getFullYear(), 4)}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  return [day, `${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}.${two(at.getMilliseconds(), 3)}`];
}

// The attributes stay in UTC: hovering over a time shows it.
function localize(part) {
  for (const time of part.querySelectorAll("time[datetime]")) {
    const at = new Date(time.dateTime);
    if (Number.isNaN(at.getTime()) || !time.querySelector(".day")) continue;
    const [day, clock] = local(at);
    time.querySelector(".day").textContent = day;
    time.lastChild.textContent = ` ${clock}`;
  }
  for (const name of part.querySelectorAll(".zone")) name.textContent = `(${zone})`;
}

// The form's fields are in local time; requests are in UTC.
function localizeFields() {
  for (const field of document.querySelectorAll("input[data-utc]")) {
    field.value = local(new Date(field.dataset.utc)).join("T");
  }
  document.addEventListener("formdata", (event) => {
    for (const field of event.target.querySelectorAll("input[type=datetime-local]")) {
      if (field.value) event.formData.set(field.name, new Date(field.value).toISOString());
    }
  });
}

// A copy button copies the text of an element, and shows whether that worked.
function showCopies() {
  for (const button of document.querySelectorAll("button[data-copy]")) {
    const name = button.textContent;
    button.hidden = false;
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent);
        button.textContent = "Copied";
      } catch {
        button.textContent = "Blocked by the browser";
      }
      setTimeout(() => { button.textContent = name; }, 2000);
    });
  }
}

localize(document);
localizeFields();
showCopies();

let every = Number(document.body.dataset.every) * 1000;
const said = document.getElementById("said");
let news = 0;

function say(text) {
  if (said.textContent !== text) said.textContent = text;
}

function ids(part) {
  return new Set(Array.from(part.querySelectorAll("[data-id]"), (row) => row.dataset.id));
}

// Replaces the content of a part, and returns the number of new rows.
function update(old, fresh) {
  if (old.innerHTML === fresh.innerHTML) return 0;
  const focused = old.contains(document.activeElement) ? document.activeElement.id : "";
  const before = ids(old);
  old.replaceChildren(...fresh.childNodes);
  if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
  const added = Array.from(old.querySelectorAll("[data-id]")).filter((row) => !before.has(row.dataset.id));
  added.forEach((row) => row.classList.add("new"));
  return added.length;
}

async function ask() {
  const answer = await fetch(location.href, { signal: AbortSignal.timeout(20000) });
  if (!answer.ok) throw new Error(answer.statusText);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  let added = 0;
  for (const old of document.querySelectorAll("[data-live]")) {
    const fresh = page.getElementById(old.id);
    if (!fresh) continue;
    // In the form of the old one, so only news counts as a change.
    localize(fresh);
    added += update(old, fresh);
  }
  // A finished page does not change any more.
  every = Number(page.body.dataset.every ?? 0) * 1000;
  return added;
}

async function live() {
  if (document.hidden) {
    document.addEventListener("visibilitychange", live, { once: true });
    return;
  }
  try {
    news += await ask();
    say(news > 0 ? `${news} new since you opened this page` : "Updates automatically");
  } catch {
    say("No answer; trying again");
  }
  if (every > 0) setTimeout(live, every);
  else say("");
}

if (every > 0) {
  say("Updates automatically");
  setTimeout(live, every);
}
