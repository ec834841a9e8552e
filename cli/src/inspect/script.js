// Asks for the page again every few seconds, and puts in what has changed. Without this script a reload does the same.
"use strict";

const every = Number(document.body.dataset.every) * 1000;
const said = document.getElementById("said");
let news = 0;

function say(text) {
  if (said.textContent !== text) said.textContent = text;
}

function ids(part) {
  return new Set(Array.from(part.querySelectorAll("[data-id]"), (row) => row.dataset.id));
}

// Puts the new content of a part in, and gives the number of rows that were not there before.
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
    if (fresh) added += update(old, fresh);
  }
  return added;
}

async function live() {
  if (document.hidden) {
    document.addEventListener("visibilitychange", live, { once: true });
    return;
  }
  try {
    news += await ask();
    say(news > 0 ? `${news} new since you opened this page` : "Updates by itself");
  } catch {
    say("No answer; trying again");
  }
  setTimeout(live, every);
}

if (every > 0) {
  say("Updates by itself");
  setTimeout(live, every);
}
